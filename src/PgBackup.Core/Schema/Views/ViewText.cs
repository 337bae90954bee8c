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
}
