namespace PgBackup.Postgres;

/// <summary>A piece of an SQL statement; white space and comments are none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the statement.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Depth">How many parentheses are open around it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length, int Depth)
{
    public int End => Start + Length;

    /// <summary>Tells whether it is that very word, unquoted: the key words of statements that we write are in capitals, which a bare name
    /// never is.</summary>
    public bool Is(string sql, string word) =>
        Kind == SqlTokenKind.Word && sql.AsSpan(Start, Length).SequenceEqual(word);

    /// <summary>Gets the name that it stands for, without quotes.</summary>
    public string Name(string sql) => Kind == SqlTokenKind.QuotedIdentifier
        ? sql.Substring(Start + 1, Length - 2).Replace("\"\"", "\"", StringComparison.Ordinal)
        : sql.Substring(Start, Length);
}
