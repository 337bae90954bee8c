using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A sequence, on its own or of an identity column.</summary>
internal sealed class Sequence : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Sequence;

    public override string Identity => $"SEQUENCE {QualifiedName}";

    public string QualifiedName => field ??= Sql.Qualified(Schema, Name);

    /// <summary>Gets the data type, as <c>format_type</c> writes it.</summary>
    public required string Type { get; init; }

    public required long Start { get; init; }

    public required long Increment { get; init; }

    public required long Minimum { get; init; }

    public required long Maximum { get; init; }

    public required long Cache { get; init; }

    public bool IsCycled { get; init; }

    public bool IsUnlogged { get; init; }

    /// <summary>Gets a value indicating whether the sequence is the inside of an identity column.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Gets the table that the sequence belongs to, as an identity or by OWNED BY; null where it is on its own.</summary>
    public Relation? OwningRelation { get; init; }

    /// <summary>Gets <c>attnum</c> of the owning column.</summary>
    public int OwningColumnNumber { get; init; }

    /// <summary>Gets the owning column.</summary>
    public Column? OwningColumn => OwningRelation?.FindColumn(OwningColumnNumber);

    /// <summary>Gets <c>setval</c> of a state that was read.</summary>
    public string SetStatement(SequenceState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT pg_catalog.setval({Sql.Literal(QualifiedName)}, {state.LastValue}, {(state.IsCalled ? "true" : "false")})");

    // An identity's sequence comes, goes and changes hands with its table.
    public override string? OwnerStatement(string role) => IsIdentity ? null : base.OwnerStatement(role);

    public override string? DropStatement => IsIdentity ? null : base.DropStatement;

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        if (!IsIdentity)
        {
            var type = Type == "bigint" ? "" : $"\n    AS {Type}";
            statements.Add($"CREATE {(IsUnlogged ? "UNLOGGED " : "")}SEQUENCE {QualifiedName}{type}{Options()}");
            return;
        }

        var table = (Table)OwningRelation!;
        var column = OwningColumn!;
        var kind = column.Identity == 'a' ? "ALWAYS" : "BY DEFAULT";
        statements.Add($"ALTER {table.Keyword} {table.QualifiedName} ALTER COLUMN {Sql.Identifier(column.Name)} "
            + $"ADD GENERATED {kind} AS IDENTITY (\n    SEQUENCE NAME {QualifiedName}{Options()}\n)");
        // Since 15, it starts with the persistence of its table; only its own statement can say otherwise on all majors.
        if (table.ServerMajor >= 15 && IsUnlogged != table.IsUnlogged)
            statements.Add($"ALTER SEQUENCE {QualifiedName} SET {(IsUnlogged ? "UNLOGGED" : "LOGGED")}");
    }

    private string Options()
    {
        var options = new StringBuilder(128);
        var (lowest, highest) = Type switch
        {
            "smallint" => (short.MinValue, (long)short.MaxValue),
            "integer" => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        var isAscending = Increment > 0;
        var culture = CultureInfo.InvariantCulture;
        options.Append(culture, $"\n    START WITH {Start}\n    INCREMENT BY {Increment}");
        options.Append(Minimum == (isAscending ? 1 : lowest) ? "\n    NO MINVALUE" : string.Create(culture, $"\n    MINVALUE {Minimum}"));
        options.Append(Maximum == (isAscending ? highest : -1) ? "\n    NO MAXVALUE" : string.Create(culture, $"\n    MAXVALUE {Maximum}"));
        options.Append(culture, $"\n    CACHE {Cache}{(IsCycled ? "\n    CYCLE" : "")}");
        return options.ToString();
    }
}
