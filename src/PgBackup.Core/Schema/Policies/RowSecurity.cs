namespace PgBackup.Schema;

/// <summary>That row-level security is on for a table, or on for its owner too.</summary>
internal sealed class RowSecurity(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.RowSecurity;

    public required bool IsEnabled { get; init; }

    public required bool IsForced { get; init; }

    public override string Identity => Table.Identity;

    public override string? DropStatement => null;

    // The table itself has those.
    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override void WriteDefinition(StatementList statements)
    {
        if (IsEnabled)
            statements.Add($"ALTER TABLE {Table.QualifiedName} ENABLE ROW LEVEL SECURITY");
        if (IsForced)
            statements.Add($"ALTER TABLE ONLY {Table.QualifiedName} FORCE ROW LEVEL SECURITY");
    }
}
