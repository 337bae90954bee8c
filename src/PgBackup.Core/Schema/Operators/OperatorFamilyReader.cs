namespace PgBackup.Schema;

/// <summary>Reads the operator families.</summary>
internal sealed class OperatorFamilyReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT f.oid, n.nspname, f.opfname, f.opfowner, a.amname
        FROM pg_catalog.pg_opfamily f
        JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
        JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new OperatorFamily
        {
            Address = new ObjectAddress(CatalogOid.OperatorFamily, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("opfname"),
            Owner = query.RoleName(row.Oid("opfowner")),
            AccessMethod = row.Text("amname"),
        }),
        cancellationToken);
}
