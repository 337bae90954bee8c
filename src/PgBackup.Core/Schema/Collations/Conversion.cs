using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A conversion between two character encodings.</summary>
internal sealed class Conversion : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Conversion;

    public required bool IsDefault { get; init; }

    public required string SourceEncoding { get; init; }

    public required string TargetEncoding { get; init; }

    public required string Function { get; init; }

    public override string Identity => $"CONVERSION {Sql.Qualified(Schema, Name)}";

    public override void WriteDefinition(StatementList statements) => statements.Add(
        $"CREATE {(IsDefault ? "DEFAULT " : "")}{Identity} "
        + $"FOR {Sql.Literal(SourceEncoding)} TO {Sql.Literal(TargetEncoding)} FROM {Function}");
}
