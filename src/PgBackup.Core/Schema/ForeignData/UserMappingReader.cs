namespace PgBackup.Schema;

/// <summary>Reads the user mappings through the view that everybody may read; it hides the options from most.</summary>
internal sealed class UserMappingReader : IObjectReader
{
    // Whoever is not a superuser sees the options of their own mapping, and the server's owner those for PUBLIC.
    private const string Query =
        """
        SELECT u.umid, u.umuser, u.srvname, u.umoptions,
            CASE WHEN u.umuser = 0 THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                ELSE u.usename = CURRENT_USER
                    AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE')) END
            OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER) AS visible
        FROM pg_catalog.pg_user_mappings u
        JOIN pg_catalog.pg_foreign_server s ON s.oid = u.srvid
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(Query, row => query.Catalog.Add(Read(query, row)), cancellationToken).ConfigureAwait(false);
        var hidden = query.Catalog.Objects.OfType<UserMapping>().Where(m => !m.AreOptionsVisible).Select(m => m.Identity).ToList();
        if (hidden.Count > 0)
            query.Warnings.Add(
                $"Kept without options, as only a superuser or the owner of the server may see them: {string.Join(", ", hidden)}");
    }

    private static UserMapping Read(CatalogQuery query, CatalogRow row) => new()
    {
        Address = new ObjectAddress(CatalogOid.UserMapping, row.Oid("umid")),
        Name = row.Oid("umuser") == 0 ? "public" : query.RoleName(row.Oid("umuser")),
        Server = row.Text("srvname"),
        IsForPublic = row.Oid("umuser") == 0,
        AreOptionsVisible = row.Bool("visible"),
        Options = row.TextArray("umoptions"),
    };
}
