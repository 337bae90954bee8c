namespace PgBackup.Schema;

/// <summary>An ordinary or partitioned table.</summary>
internal class Table : Relation
{
    public override ObjectKind Kind => ObjectKind.Table;

    public override string Identity => $"TABLE {QualifiedName}";

    /// <summary>Gets the constraints that may stand in CREATE TABLE (each also an <see cref="IInlineConstraint"/>), in the order of their names.
    /// Those whose <see cref="SchemaObject.InlineIn"/> is no longer this table are skipped.</summary>
    public List<SchemaObject> InlineConstraints { get; } = [];

    public override void WriteDefinition(StatementList statements) => throw new NotSupportedException();
}
