using System.Text;

namespace PgBackup.Postgres;

/// <summary>Takes a statement apart as the server's scanner does: what stands in quotes or in a comment is never mistaken for a
/// word.</summary>
internal static class SqlTokens
{
    public static List<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        var depth = 0;
        var position = 0;
        while ((position = Skip(sql, position)) < sql.Length)
        {
            var start = position;
            var kind = Kind(sql, start);
            position = kind switch
            {
                SqlTokenKind.Word => EndOfWord(sql, start),
                SqlTokenKind.QuotedIdentifier => EndOfQuotes(sql, start, '"', backslashes: false),
                SqlTokenKind.String => EndOfString(sql, start),
                SqlTokenKind.DollarString => EndOfDollarString(sql, start),
                _ => start + 1,
            };
            if (sql[start] is ')' or ']')
                depth--;
            tokens.Add(new SqlToken(kind, start, position - start, depth));
            if (sql[start] is '(' or '[')
                depth++;
        }

        return tokens;
    }

    /// <summary>Gets the value of a string constant.</summary>
    public static string Value(string sql, SqlToken token)
    {
        if (token.Kind == SqlTokenKind.DollarString)
        {
            var tag = sql.IndexOf('$', token.Start + 1) - token.Start + 1;
            return sql.Substring(token.Start + tag, token.Length - (2 * tag));
        }

        var isEscaped = sql[token.Start] is 'E' or 'e';
        var text = sql[(token.Start + (isEscaped ? 2 : 1))..(token.End - 1)].Replace("''", "'", StringComparison.Ordinal);
        return isEscaped ? Unescape(text) : text;
    }

    private static SqlTokenKind Kind(string sql, int start) => sql[start] switch
    {
        '"' => SqlTokenKind.QuotedIdentifier,
        '\'' => SqlTokenKind.String,
        'E' or 'e' when start + 1 < sql.Length && sql[start + 1] == '\'' => SqlTokenKind.String,
        '$' when TagEnd(sql, start) > 0 => SqlTokenKind.DollarString,
        var c when StartsWord(c) => SqlTokenKind.Word,
        _ => SqlTokenKind.Symbol,
    };

    private static int Skip(string sql, int position)
    {
        while (position < sql.Length)
        {
            if (char.IsWhiteSpace(sql[position]))
                position++;
            else if (string.CompareOrdinal(sql, position, "--", 0, 2) == 0)
                position = sql.IndexOf('\n', position) is >= 0 and var end ? end : sql.Length;
            else if (string.CompareOrdinal(sql, position, "/*", 0, 2) == 0)
                position = EndOfComment(sql, position);
            else
                break;
        }

        return position;
    }

    // Comments nest.
    private static int EndOfComment(string sql, int start)
    {
        var depth = 0;
        for (var i = start; i < sql.Length - 1; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*')
                (depth, i) = (depth + 1, i + 1);
            else if (sql[i] == '*' && sql[i + 1] == '/')
                (depth, i) = (depth - 1, i + 1);
            if (depth == 0)
                return i + 1;
        }

        return sql.Length;
    }

    private static bool StartsWord(char c) => char.IsAsciiLetter(c) || c is '_' or >= '\u0080';

    private static int EndOfWord(string sql, int start)
    {
        var end = start + 1;
        while (end < sql.Length && (StartsWord(sql[end]) || char.IsAsciiDigit(sql[end]) || sql[end] == '$'))
            end++;
        return end;
    }

    private static int EndOfString(string sql, int start) => sql[start] == '\''
        ? EndOfQuotes(sql, start, '\'', backslashes: false)
        : EndOfQuotes(sql, start + 1, '\'', backslashes: true);

    private static int EndOfQuotes(string sql, int start, char quote, bool backslashes)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (backslashes && sql[i] == '\\')
                i++;
            else if (sql[i] == quote && (i + 1 == sql.Length || sql[i + 1] != quote))
                return i + 1;
            else if (sql[i] == quote)
                i++;
        }

        throw new FormatException("A statement ends within quotes.");
    }

    // The end of "$tag$"; 0 where there is none, as in $1.
    private static int TagEnd(string sql, int start)
    {
        var end = start + 1;
        if (end < sql.Length && StartsWord(sql[end]))
        {
            while (end < sql.Length && (StartsWord(sql[end]) || char.IsAsciiDigit(sql[end])))
                end++;
        }

        return end < sql.Length && sql[end] == '$' ? end + 1 : 0;
    }

    private static int EndOfDollarString(string sql, int start)
    {
        var tag = sql[start..TagEnd(sql, start)];
        var end = sql.IndexOf(tag, start + tag.Length, StringComparison.Ordinal);
        return end < 0 ? throw new FormatException("A statement ends within dollar quotes.") : end + tag.Length;
    }

    // Those that Sql.Literal writes: every other escape stands for its own letter.
    private static string Unescape(string text)
    {
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            value.Append(text[i]);
        }

        return value.ToString();
    }
}
