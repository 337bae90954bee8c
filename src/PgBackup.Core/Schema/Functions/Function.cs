using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A function, window function or procedure.</summary>
internal sealed class Function : SchemaObject
{
    private const char WindowFunction = 'w';
    private const char Procedure = 'p';

    /// <summary>Gets <c>prokind</c>.</summary>
    public required char ProKind { get; init; }

    public override ObjectKind Kind => ProKind == Procedure ? ObjectKind.Procedure : ObjectKind.Function;

    /// <summary>Gets the arguments with modes, names and defaults.</summary>
    public required string Arguments { get; init; }

    /// <summary>Gets the arguments as other commands name the function by.</summary>
    public required string IdentityArguments { get; init; }

    /// <summary>Gets what follows <c>RETURNS</c>; null for a procedure.</summary>
    public required string? Result { get; init; }

    public required string Language { get; init; }

    /// <summary>Gets the types that a transform converts, in order.</summary>
    public required IReadOnlyList<string> TransformTypes { get; init; }

    public required char Volatility { get; init; }

    public required bool IsStrict { get; init; }

    public required bool IsSecurityDefiner { get; init; }

    public required bool IsLeakProof { get; init; }

    /// <summary>Gets the cost where it is not the language's default.</summary>
    public required string? Cost { get; init; }

    /// <summary>Gets the expected rows of a set where they are not the default.</summary>
    public required string? Rows { get; init; }

    public required string? Support { get; init; }

    public required char Parallel { get; init; }

    public required IReadOnlyList<ConfigurationSetting> Settings { get; init; }

    /// <summary>Gets the library that holds a C function.</summary>
    public required string? Library { get; init; }

    /// <summary>Gets the source text, or the C or internal name.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the body that was parsed when the function was made (14+): <c>RETURN …</c> or <c>BEGIN ATOMIC …</c>.</summary>
    public required string? SqlBody { get; init; }

    public override string SortSuffix => IdentityArguments;

    public override string Identity => $"{KindKeyword} {Sql.Qualified(Schema, Name)}({IdentityArguments})";

    private string KindKeyword => ProKind == Procedure ? "PROCEDURE" : "FUNCTION";

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        var text = new StringBuilder($"CREATE {KindKeyword} {Sql.Qualified(Schema, Name)}({Arguments})");
        if (Result is not null)
            text.Append("\n    RETURNS ").Append(Result);
        text.Append("\n    LANGUAGE ").Append(Sql.Identifier(Language));
        if (TransformTypes.Count > 0)
            text.Append(" TRANSFORM ").AppendJoin(", ", TransformTypes.Select(t => $"FOR TYPE {t}"));
        AppendAttributes(text);
        foreach (var setting in Settings)
            text.Append("\n    ").Append(setting.SetClause);
        AppendBody(text);
        statements.Add(text.ToString());
    }

    private void AppendAttributes(StringBuilder text)
    {
        if (ProKind == WindowFunction)
            text.Append(" WINDOW");
        text.Append(Volatility switch { 'i' => " IMMUTABLE", 's' => " STABLE", _ => "" });
        if (IsStrict)
            text.Append(" STRICT");
        if (IsSecurityDefiner)
            text.Append(" SECURITY DEFINER");
        if (IsLeakProof)
            text.Append(" LEAKPROOF");
        if (Cost is not null)
            text.Append(" COST ").Append(Cost);
        if (Rows is not null)
            text.Append(" ROWS ").Append(Rows);
        if (Support is not null)
            text.Append(" SUPPORT ").Append(Support);
        text.Append(Parallel switch { 's' => " PARALLEL SAFE", 'r' => " PARALLEL RESTRICTED", _ => "" });
    }

    private void AppendBody(StringBuilder text)
    {
        if (SqlBody is not null)
            text.Append("\n    ").Append(SqlBody);
        else if (Library is not null)
            text.Append("\n    AS ").Append(Sql.Literal(Library)).Append(", ").Append(Sql.Literal(Source));
        else
            text.Append("\n    AS ").Append(Sql.DollarQuoted(Source));
    }
}
