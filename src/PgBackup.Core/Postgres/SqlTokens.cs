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
            position = End(sql, start, kind);
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
        '$' when SqlLexer.EndOfTag(sql, start) is not null => SqlTokenKind.DollarString,
        var c when SqlLexer.StartsWord(c) => SqlTokenKind.Word,
        _ => SqlTokenKind.Symbol,
    };

    private static int End(string sql, int start, SqlTokenKind kind)
    {
        var end = kind switch
        {
            SqlTokenKind.Word => SqlLexer.EndOfWord(sql, start),
            SqlTokenKind.QuotedIdentifier => SqlLexer.EndOfQuotes(sql, start),
            SqlTokenKind.String when sql[start] == '\'' => SqlLexer.EndOfQuotes(sql, start),
            SqlTokenKind.String => SqlLexer.EndOfEscapeString(sql, start + 1),
            SqlTokenKind.DollarString => SqlLexer.EndOfDollarString(sql, start, SqlLexer.EndOfTag(sql, start)!.Value),
            _ => start + 1,
        };
        return end == SqlLexer.NotClosed ? throw new FormatException("A statement ends within quotes.") : end;
    }

    private static int Skip(string sql, int position)
    {
        while (position < sql.Length)
        {
            if (SqlLexer.IsBlank(sql[position]))
                position++;
            else if (SqlLexer.StartsLineComment(sql, position))
                position = SqlLexer.EndOfLine(sql, position);
            else if (SqlLexer.StartsComment(sql, position))
                position = SqlLexer.EndOfComment(sql, position) is var end and not SqlLexer.NotClosed ? end : sql.Length;
            else
                break;
        }

        return position;
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
