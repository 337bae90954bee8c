using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The default of a column; generated columns have an expression instead.</summary>
internal sealed class Default : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Default;

    public required Column Column { get; init; }

    public required string Expression { get; init; }

    public override string Identity => $"DEFAULT {Sql.Identifier(Name)} ON {((Relation)Relation!).QualifiedName}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        // ONLY, and so no children: each has a default of its own, or none on purpose. Views have no children and take no ONLY.
        var relation = (Relation)Relation!;
        statements.Add($"{relation.AlterOnly} ALTER COLUMN {Sql.Identifier(Column.Name)} SET DEFAULT {Expression}");
    }
}
