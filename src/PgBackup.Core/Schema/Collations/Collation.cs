using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A collation.</summary>
internal sealed class Collation : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Collation;

    /// <summary>Gets <c>collprovider</c>: builtin, libc, ICU or the database's default.</summary>
    public required char Provider { get; init; }

    public required bool IsDeterministic { get; init; }

    /// <summary>Gets the locale of the ICU and builtin providers; <c>collcollate</c> holds it before 15.</summary>
    public required string? Locale { get; init; }

    public required string? Collate { get; init; }

    public required string? CType { get; init; }

    /// <summary>Gets additional ICU rules (16+).</summary>
    public required string? Rules { get; init; }

    public override string Identity => $"COLLATION {Sql.Qualified(Schema, Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("provider", Provider switch { 'b' => "builtin", 'i' => "icu", 'c' => "libc", _ => "default" });
        properties.Add("deterministic", IsDeterministic ? null : "false");
        if (Locale is not null)
        {
            properties.Add("locale", Sql.Literal(Locale));
        }
        else if (Collate == CType)
        {
            properties.Add("locale", LiteralOrNull(Collate));
        }
        else
        {
            properties.Add("lc_collate", LiteralOrNull(Collate));
            properties.Add("lc_ctype", LiteralOrNull(CType));
        }

        properties.Add("rules", LiteralOrNull(Rules));
        statements.Add($"CREATE {Identity} {properties}");
    }

    private static string? LiteralOrNull(string? value) => value is null ? null : Sql.Literal(value);
}
