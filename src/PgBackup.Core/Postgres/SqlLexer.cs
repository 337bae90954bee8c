namespace PgBackup.Postgres;

/// <summary>The lexical rules of the server ("Lexical Structure"; its scan.l), with <c>standard_conforming_strings</c> on.</summary>
internal static class SqlLexer
{
    /// <summary>What those that look for an end return where there is none.</summary>
    public const int NotClosed = -1;

    /// <summary>Tells whether a character is white space. Beyond ASCII all are letters to the server, whatever Unicode says.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    /// <summary>Tells whether a character begins a word.</summary>
    public static bool StartsWord(char c) => char.IsAsciiLetter(c) || c is '_' or >= '\u0080';

    /// <summary>Tells whether a comment begins that ends with the line.</summary>
    public static bool StartsLineComment(string sql, int position) => string.CompareOrdinal(sql, position, "--", 0, 2) == 0;

    /// <summary>Tells whether a comment begins that has an end of its own.</summary>
    public static bool StartsComment(string sql, int position) => string.CompareOrdinal(sql, position, "/*", 0, 2) == 0;

    /// <summary>Finds the end of a line, before the line break.</summary>
    public static int EndOfLine(string sql, int start)
    {
        var end = sql.AsSpan(start).IndexOfAny('\n', '\r');
        return end < 0 ? sql.Length : start + end;
    }

    /// <summary>Finds the end of a comment that <see cref="StartsComment"/>; such comments nest.</summary>
    public static int EndOfComment(string sql, int start)
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

        return NotClosed;
    }

    /// <summary>Finds the end of a word.</summary>
    public static int EndOfWord(string sql, int start)
    {
        var end = start + 1;
        while (end < sql.Length && (StartsWord(sql[end]) || char.IsAsciiDigit(sql[end]) || sql[end] == '$'))
            end++;
        return end;
    }

    /// <summary>Finds the end of what begins with a quote: the next one that is not doubled.</summary>
    public static int EndOfQuotes(string sql, int start)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (sql[i] != sql[start])
                continue;
            if (i + 1 == sql.Length || sql[i + 1] != sql[start])
                return i + 1;
            i++;
        }

        return NotClosed;
    }

    /// <summary>Finds the end of a string with escapes, which may go on in another line by the same rules.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="start">Where its first quote is.</param>
    public static int EndOfEscapeString(string sql, int start)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (sql[i] == '\\')
                i++;
            else if (sql[i] == '\'' && i + 1 < sql.Length && sql[i + 1] == '\'')
                i++;
            else if (sql[i] == '\'' && Continuation(sql, i + 1) is { } next)
                i = next;
            else if (sql[i] == '\'')
                return i + 1;
        }

        return NotClosed;
    }

    /// <summary>Finds the end of <c>$tag$</c>; null where there is none, as in <c>$1</c>.</summary>
    public static int? EndOfTag(string sql, int start)
    {
        var end = start + 1;
        if (end < sql.Length && StartsWord(sql[end]))
        {
            while (end < sql.Length && (StartsWord(sql[end]) || char.IsAsciiDigit(sql[end])))
                end++;
        }

        return end < sql.Length && sql[end] == '$' ? end + 1 : null;
    }

    /// <summary>Finds the end of a string that begins with <c>$tag$</c>.</summary>
    public static int EndOfDollarString(string sql, int start, int endOfTag)
    {
        var tag = sql.AsSpan(start, endOfTag - start);
        var end = sql.AsSpan(endOfTag).IndexOf(tag, StringComparison.Ordinal);
        return end < 0 ? NotClosed : endOfTag + end + tag.Length;
    }

    // The quote with which a string goes on that seemed to end: in another line, with comments at the ends of lines between at most.
    private static int? Continuation(string sql, int start)
    {
        var isOtherLine = false;
        for (var i = start; i < sql.Length; i++)
        {
            if (StartsLineComment(sql, i))
                i = EndOfLine(sql, i) - 1;
            else if (sql[i] is '\n' or '\r')
                isOtherLine = true;
            else if (!IsBlank(sql[i]))
                return isOtherLine && sql[i] == '\'' ? i : null;
        }

        return null;
    }
}
