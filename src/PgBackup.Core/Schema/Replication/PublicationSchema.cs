using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>That all tables of a schema are in a publication (15).</summary>
internal sealed class PublicationSchema : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.PublicationSchema;

    /// <summary>Gets the publication.</summary>
    public required SchemaObject Publication { get; init; }

    public override string SortSuffix => Publication.Name;

    public override string Identity => $"{Publication.Identity} TABLES IN SCHEMA {Sql.Identifier(Name)}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER {Publication.Identity} ADD TABLES IN SCHEMA {Sql.Identifier(Name)}");
}
