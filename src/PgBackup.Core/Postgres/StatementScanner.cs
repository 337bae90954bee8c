namespace PgBackup.Postgres;

/// <summary>Reads SQL text by the server's lexical rules, as far as is needed to tell whether it is exactly one statement.</summary>
internal sealed class StatementScanner
{
    private const int WordsKept = 8;

    private readonly string _text;
    private readonly List<string> _words = [];
    private readonly Stack<char> _open = [];
    private int _position;
    private int _atomicDepth;
    private string? _lastWord;
    private bool _isEnded;
    private bool _hasTokens;
    private bool _hasOnlyWords = true;

    private StatementScanner(string text) => _text = text;

    /// <summary>Scans a statement.</summary>
    /// <returns>Its leading key words and unquoted names, in upper case, up to the first other token; and why it is not exactly one
    /// statement, or null.</returns>
    public static (IReadOnlyList<string> Words, string? Problem) Scan(string statement)
    {
        var scanner = new StatementScanner(statement);
        return (scanner._words, scanner.Run());
    }

    private string? Run()
    {
        while (_position < _text.Length)
        {
            if (Step() is { } problem)
                return problem;
        }

        if (!_hasTokens)
            return "it is empty";
        if (_open.Count > 0)
            return $"'{_open.Peek()}' is not closed";
        return _atomicDepth > 0 ? "BEGIN ATOMIC is not ended" : null;
    }

    private string? Step()
    {
        var c = _text[_position];
        if (SqlLexer.IsBlank(c))
        {
            _position++;
            return null;
        }

        if (SqlLexer.StartsLineComment(_text, _position))
            return GoTo(SqlLexer.EndOfLine(_text, _position), "a comment");
        if (SqlLexer.StartsComment(_text, _position))
            return GoTo(SqlLexer.EndOfComment(_text, _position), "a comment");
        if (c == ';' && _open.Count == 0 && _atomicDepth == 0)
        {
            _isEnded = true;
            _position++;
            return null;
        }

        if (_isEnded)
            return "a second statement follows";
        _hasTokens = true;
        return SqlLexer.StartsWord(c) ? Word() : Token(c);
    }

    private string? Token(char c)
    {
        _hasOnlyWords = false;
        _lastWord = null;
        switch (c)
        {
            case '\'':
                return GoTo(SqlLexer.EndOfQuotes(_text, _position), "a string");
            case '"':
                return GoTo(SqlLexer.EndOfQuotes(_text, _position), "a quoted name");
            case '$' when SqlLexer.EndOfTag(_text, _position) is { } end:
                return GoTo(SqlLexer.EndOfDollarString(_text, _position, end), _text[_position..end]);
            case '\\':
                return "a backslash stands outside of quotes, where psql takes it for a command";
            case '\0':
                return "it has a NUL character";
            case '(' or '[':
                _open.Push(c);
                break;
            case ')' or ']':
                if (!_open.TryPop(out var open) || open != (c == ')' ? '(' : '['))
                    return $"'{c}' closes nothing";
                break;
        }

        _position++;
        return null;
    }

    private string? Word()
    {
        var start = _position;
        _position = SqlLexer.EndOfWord(_text, start);
        var word = _text[start.._position].ToUpperInvariant();
        if (word == "E" && _position < _text.Length && _text[_position] == '\'')
        {
            _hasOnlyWords = false;
            return GoTo(SqlLexer.EndOfEscapeString(_text, _position), "a string");
        }

        if (_hasOnlyWords && _words.Count < WordsKept)
            _words.Add(word);
        CountAtomic(word);
        _lastWord = word;
        return null;
    }

    // The body of a function in SQL has statements, with semicolons, between BEGIN ATOMIC and END; CASE has an END of its own.
    private void CountAtomic(string word)
    {
        if (_open.Count > 0)
            return;
        if (_atomicDepth == 0 && word == "ATOMIC" && _lastWord == "BEGIN" && IsRoutine())
            _atomicDepth = 1;
        else if (_atomicDepth > 0 && word == "CASE")
            _atomicDepth++;
        else if (_atomicDepth > 0 && word == "END")
            _atomicDepth--;
    }

    private bool IsRoutine() =>
        _words is ["CREATE", "FUNCTION" or "PROCEDURE", ..] or ["CREATE", "OR", "REPLACE", "FUNCTION" or "PROCEDURE", ..];

    private string? GoTo(int end, string what)
    {
        if (end == SqlLexer.NotClosed)
            return $"{what} is not closed";
        _position = end;
        return null;
    }
}
