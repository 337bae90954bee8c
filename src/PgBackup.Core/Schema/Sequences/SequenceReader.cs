namespace PgBackup.Schema;

/// <summary>Reads sequences, and which column each belongs to. Where they stand is <see cref="SequenceStateReader"/>'s matter.</summary>
internal sealed class SequenceReader : IObjectReader
{
    // pg_sequence, the catalog that a sequence's options are a row of.
    private const uint SequenceCatalog = 2224;

    private const string Query = """
        SELECT c.oid, n.nspname, c.relname, c.relowner, c.relpersistence = 'u' AS unlogged, c.reltype,
               pg_catalog.format_type(s.seqtypid, NULL) AS type,
               s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
               d.deptype = 'i' AS is_identity, d.refobjid AS owning_relation, d.refobjsubid AS owning_column
        FROM pg_catalog.pg_sequence s
        JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_depend d ON d.classid = 1259 AND d.objid = c.oid AND d.objsubid = 0
             AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY c.oid
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) =>
        query.ForEachAsync(Query, row => Add(query, row), cancellationToken);

    private static void Add(CatalogQuery query, CatalogRow row)
    {
        var owning = row.IsNull("owning_relation") ? null : query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("owning_relation"));
        var isIdentity = owning is not null && row.Bool("is_identity");
        var sequence = new Sequence
        {
            Address = new ObjectAddress(CatalogOid.Relation, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("relname"),
            Owner = query.RoleName(row.Oid("relowner")),
            Relation = isIdentity ? owning : null,
            Type = row.Text("type"),
            Start = row.Long("seqstart"),
            Increment = row.Long("seqincrement"),
            Minimum = row.Long("seqmin"),
            Maximum = row.Long("seqmax"),
            Cache = row.Long("seqcache"),
            IsCycled = row.Bool("seqcycle"),
            IsUnlogged = row.Bool("unlogged"),
            IsIdentity = isIdentity,
            OwningRelation = owning,
            OwningColumnNumber = owning is null ? 0 : row.Int("owning_column"),
        };
        query.Catalog.Add(sequence);
        // Until 13, sequences had a row type.
        if (row.Oid("reltype") != 0)
            query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("reltype")), sequence);

        if (isIdentity)
            sequence.Dependencies.Add(owning!);
        else if (owning is not null)
            query.Catalog.AddUnaddressed(OwnedBy(sequence, owning));
    }

    private static SequenceOwnedBy OwnedBy(Sequence sequence, Relation owning)
    {
        var ownedBy = new SequenceOwnedBy
        {
            Address = new ObjectAddress(SequenceCatalog, sequence.Address.ObjectId),
            Schema = sequence.Schema,
            Name = sequence.Name,
            Relation = owning,
            Sequence = sequence,
        };
        ownedBy.Dependencies.UnionWith([sequence, owning]);
        return ownedBy;
    }
}
