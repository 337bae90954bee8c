using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Ties a sequence to a column. Apart from the sequence, as both must have their owner first, and the table may need
/// the sequence.</summary>
internal sealed class SequenceOwnedBy : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.SequenceOwnedBy;

    public required Sequence Sequence { get; init; }

    public override string Identity => $"OWNED BY OF {Sequence.QualifiedName}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        var column = $"{Sequence.OwningRelation!.QualifiedName}.{Sql.Identifier(Sequence.OwningColumn!.Name)}";
        statements.Add($"ALTER SEQUENCE {Sequence.QualifiedName} OWNED BY {column}");
    }
}
