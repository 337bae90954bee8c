namespace PgBackup.Schema;

/// <summary>A constraint that <c>CREATE TABLE</c> carries while <see cref="SchemaObject.InlineIn"/> is the table; its reader adds it to
/// <see cref="Table.InlineConstraints"/>.</summary>
internal interface IInlineConstraint
{
    /// <summary>Gets the clause within <c>CREATE TABLE</c>: <c>CONSTRAINT name CHECK (…)</c>, with every suffix, without a comma.</summary>
    string InlineClause { get; }
}
