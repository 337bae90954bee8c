using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Anything with columns: a table, foreign table, view or materialized view.</summary>
internal abstract class Relation : SchemaObject
{
    /// <summary>Gets the columns in catalog order, dropped ones left out; filled by the column reader.</summary>
    public List<Column> Columns { get; } = [];

    public string QualifiedName => Sql.Qualified(Schema, Name);

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        [(Address, Identity), .. Columns.Select(c => (Address with { SubId = c.Number }, $"COLUMN {QualifiedName}.{Sql.Identifier(c.Name)}"))];
}
