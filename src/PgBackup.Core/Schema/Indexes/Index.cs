namespace PgBackup.Schema;

/// <summary>An index that no constraint made.</summary>
internal sealed class Index(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.Index;

    /// <summary>Gets what <c>pg_get_indexdef</c> says: CREATE INDEX, for a partitioned table ON ONLY it.</summary>
    public required string Definition { get; init; }

    public required IndexProperties Properties { get; init; }

    public override string Identity => $"INDEX {Properties.QualifiedName}";

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add(Definition);
        Properties.Write(statements, Table);
    }
}
