using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>What stand-alone indexes and the indexes of constraints have in common.</summary>
internal sealed class IndexProperties
{
    /// <summary>The columns of a query over <see cref="Joins"/> that <see cref="Read"/> needs. Only columns that are expressions may have
    /// statistics targets.</summary>
    public const string Selection = """
        i.indexrelid, i.indrelid, i.indisclustered, i.indisreplident,
        n.nspname, ix.relname, ix.reloptions, ts.spcname,
        CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
            SELECT a.attnum FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum)::int4[] END AS statistics_columns,
        CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
            SELECT a.attstattarget FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum)::int4[] END AS statistics_targets
        """;

    /// <summary>Joins to <c>pg_index i</c>.</summary>
    public const string Joins = """
        JOIN pg_catalog.pg_class ix ON ix.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = ix.relnamespace
        LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = ix.reltablespace
        """;

    /// <summary>Leaves out the indexes that are not backed up. An index whose build failed is useless; that of a partitioned table is
    /// invalid as long as a partition lacks it, and comes back so.</summary>
    public const string Condition =
        "(i.indisvalid OR c.relkind = 'p') AND i.indisready AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    private IndexProperties()
    {
    }

    /// <summary>Gets the index's row in <c>pg_class</c>.</summary>
    public required ObjectAddress Address { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    public required string[] Options { get; init; }

    /// <summary>Gets the tablespace; null for the database's own.</summary>
    public required string? Tablespace { get; init; }

    /// <summary>Gets a value indicating whether <c>CLUSTER</c> without an index sorts by this one.</summary>
    public required bool IsClustered { get; init; }

    public required bool IsReplicaIdentity { get; init; }

    /// <summary>Gets the statistics targets of index columns that have one, by column number.</summary>
    public required IReadOnlyList<(int Column, int Target)> Statistics { get; init; }

    public string QualifiedName => Sql.Qualified(Schema, Name);

    public static IndexProperties Read(CatalogRow row) => new()
    {
        Address = new ObjectAddress(CatalogOid.Relation, row.Oid("indexrelid")),
        Schema = row.Text("nspname"),
        Name = row.Text("relname"),
        Options = row.TextArray("reloptions"),
        Tablespace = row.TextOrNull("spcname"),
        IsClustered = row.Bool("indisclustered"),
        IsReplicaIdentity = row.Bool("indisreplident"),
        Statistics = [.. row.IntArray("statistics_columns").Zip(row.IntArray("statistics_targets"))],
    };

    /// <summary>Writes what is not in the statement that makes the index.</summary>
    public void Write(StatementList statements, Relation table)
    {
        // Apart from the definition, so that a restore can do without tablespaces.
        if (Tablespace is not null)
            statements.Add($"ALTER INDEX {QualifiedName} SET TABLESPACE {Sql.Identifier(Tablespace)}", StatementRole.Tablespace);
        foreach (var (column, target) in Statistics)
            statements.Add($"ALTER INDEX {QualifiedName} ALTER COLUMN {column} SET STATISTICS {target}");
        if (IsClustered)
            statements.Add($"ALTER TABLE {table.QualifiedName} CLUSTER ON {Sql.Identifier(Name)}");
        if (IsReplicaIdentity)
            statements.Add($"ALTER TABLE ONLY {table.QualifiedName} REPLICA IDENTITY USING INDEX {Sql.Identifier(Name)}");
    }
}
