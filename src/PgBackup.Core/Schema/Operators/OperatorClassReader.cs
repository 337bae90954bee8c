using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the operator classes.</summary>
internal sealed class OperatorClassReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT c.oid, n.nspname, c.opcname, c.opcowner, c.opcdefault, a.amname,
            pg_catalog.format_type(c.opcintype, NULL) AS input_type,
            CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS stored_type,
            fn.nspname AS family_schema, f.opfname AS family
        FROM pg_catalog.pg_opclass c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
        JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
        JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new OperatorClass
        {
            Address = new ObjectAddress(CatalogOid.OperatorClass, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("opcname"),
            Owner = query.RoleName(row.Oid("opcowner")),
            AccessMethod = row.Text("amname"),
            IsDefault = row.Bool("opcdefault"),
            InputType = row.Text("input_type"),
            StoredType = row.TextOrNull("stored_type"),
            Family = Sql.Qualified(row.Text("family_schema"), row.Text("family")),
        }),
        cancellationToken);
}
