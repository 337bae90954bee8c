using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads which index is a partition of which.</summary>
internal sealed class IndexAttachReader : IObjectReader
{
    private const string Query = """
        SELECT inh.inhrelid, inh.inhparent, i.indrelid, cn.nspname AS child_schema, c.relname AS child_name,
               pn.nspname AS parent_schema, p.relname AS parent_name
        FROM pg_catalog.pg_inherits inh
        JOIN pg_catalog.pg_index i ON i.indexrelid = inh.inhrelid
        JOIN pg_catalog.pg_class c ON c.oid = inh.inhrelid
        JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
        JOIN pg_catalog.pg_class p ON p.oid = inh.inhparent
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
        WHERE cn.nspname !~ '^pg_' AND cn.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            var childIndex = new ObjectAddress(CatalogOid.Relation, row.Oid("inhrelid"));
            var parentIndex = new ObjectAddress(CatalogOid.Relation, row.Oid("inhparent"));
            // An index that was left out for being invalid is not attached either, and some come attached.
            if (query.Catalog.Find(childIndex) is not RelationPart child || child is PartitionKeyConstraint
                || query.Catalog.Find(parentIndex) is not { } parent)
                return;

            var attach = new IndexAttach(child.Table)
            {
                Address = childIndex,
                Name = row.Text("child_name"),
                ParentIndex = parentIndex.ObjectId,
                ChildIndex = childIndex.ObjectId,
                ParentName = Sql.Qualified(row.Text("parent_schema"), row.Text("parent_name")),
                ChildName = Sql.Qualified(row.Text("child_schema"), row.Text("child_name")),
            };
            attach.Dependencies.Add(child);
            attach.Dependencies.Add(parent);
            query.Catalog.AddUnaddressed(attach);
        },
        cancellationToken);
}
