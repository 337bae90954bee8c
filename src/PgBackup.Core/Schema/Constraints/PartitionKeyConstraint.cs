using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A partition's part of an exclusion constraint, or of a key WITHOUT OVERLAPS, of its partitioned table (17).</summary>
/// <remarks>The server refuses to attach such indexes, so the partitioned table's constraint makes them, and all that is left is the name.
/// </remarks>
internal sealed class PartitionKeyConstraint(Relation partition) : TableConstraint(partition)
{
    public override ObjectKind Kind => ObjectKind.Constraint;

    /// <summary>Gets the constraint of the partitioned table, or of a partitioned partition.</summary>
    public required TableConstraint Parent { get; init; }

    /// <summary>Gets the index that enforces the constraint and goes by its name.</summary>
    public required IndexProperties Index { get; init; }

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        [(Address, Identity), (Index.Address, $"INDEX {Index.QualifiedName}")];

    public override string ExtensionDependencyTarget => $"INDEX {Index.QualifiedName}";

    public override void WriteDefinition(StatementList statements)
    {
        // The name that the server chose depends on others that it found taken.
        var rename = $"ALTER TABLE {Percent(Table.QualifiedName)} RENAME CONSTRAINT %I TO {Percent(QuotedName)}";
        var body = $"""
            DECLARE
                chosen pg_catalog.name;
            BEGIN
                SELECT con.conname INTO STRICT chosen
                FROM pg_catalog.pg_constraint con
                JOIN pg_catalog.pg_constraint parent ON parent.oid = con.conparentid
                WHERE con.conrelid = {Sql.Literal(Table.QualifiedName)}::pg_catalog.regclass
                  AND parent.conrelid = {Sql.Literal(Parent.Table.QualifiedName)}::pg_catalog.regclass
                  AND parent.conname = {Sql.Literal(Parent.Name)};
                IF chosen <> {Sql.Literal(Name)} THEN
                    EXECUTE pg_catalog.format({Sql.Literal(rename)}, chosen);
                END IF;
            END
            """;
        statements.Add($"DO {Sql.DollarQuoted(body)}");
        Index.Write(statements, Table);
    }

    private static string Percent(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
