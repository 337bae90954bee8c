namespace PgBackup.Schema;

/// <summary>What views and materialized views have in common.</summary>
internal static class ViewText
{
    /// <summary>Reads the result of <c>pg_get_viewdef</c>, which ends in a semicolon.</summary>
    public static string WithoutSemicolon(CatalogRow row, string column)
    {
        var text = row.Text(column);
        return text.EndsWith(';') ? text[..^1] : text;
    }

    /// <summary>Lets the view stand for its rule, which has the dependencies of its query, and for its row type.</summary>
    public static void AddAliases(Catalog catalog, CatalogRow row, Relation view)
    {
        catalog.AddAlias(new ObjectAddress(CatalogOid.Rule, row.Oid("rule")), view);
        catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("reltype")), view);
        catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("typarray")), view);
    }
}
