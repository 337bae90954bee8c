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
        if (char.IsWhiteSpace(c))
        {
            _position++;
            return null;
        }

        if (c == '-' && Next == '-')
        {
            var end = _text.AsSpan(_position).IndexOfAny('\n', '\r');
            _position = end < 0 ? _text.Length : _position + end;
            return null;
        }

        if (c == '/' && Next == '*')
            return SkipComment();
        if (c == ';' && _open.Count == 0 && _atomicDepth == 0)
        {
            _isEnded = true;
            _position++;
            return null;
        }

        if (_isEnded)
            return "a second statement follows";
        _hasTokens = true;
        return IsNameStart(c) ? Word() : Token(c);
    }

    private string? Token(char c)
    {
        _hasOnlyWords = false;
        _lastWord = null;
        switch (c)
        {
            case '\'':
                return SkipString(hasEscapes: false);
            case '"':
                return SkipQuoted('"', "a quoted name");
            case '$':
                return SkipDollar();
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
        while (_position < _text.Length
            && (IsNameStart(_text[_position]) || char.IsAsciiDigit(_text[_position]) || _text[_position] == '$'))
            _position++;
        var word = _text[start.._position].ToUpperInvariant();
        if (_position < _text.Length && _text[_position] == '\'' && word is ("E" or "B" or "X" or "N"))
        {
            _hasOnlyWords = false;
            return SkipString(hasEscapes: word == "E");
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

    private string? SkipComment()
    {
        var depth = 0;
        while (_position < _text.Length)
        {
            if (_text[_position] == '/' && Next == '*')
            {
                depth++;
                _position++;
            }
            else if (_text[_position] == '*' && Next == '/')
            {
                depth--;
                _position++;
            }

            _position++;
            if (depth == 0)
                return null;
        }

        return "a comment is not closed";
    }

    private string? SkipString(bool hasEscapes)
    {
        while (true)
        {
            for (_position++; _position < _text.Length && _text[_position] != '\''; _position++)
            {
                if (hasEscapes && _text[_position] == '\\')
                    _position++;
            }

            if (_position >= _text.Length)
                return "a string is not closed";
            _position++;
            // A doubled quote; or the string goes on in another line, by the same rules.
            if (_position < _text.Length && _text[_position] == '\'')
                continue;
            var rest = _text.AsSpan(_position);
            var blank = rest.Length - rest.TrimStart().Length;
            if (!hasEscapes || blank == rest.Length || rest[blank] != '\'' || rest[..blank].IndexOfAny('\n', '\r') < 0)
                return null;
            _position += blank;
        }
    }

    private string? SkipQuoted(char quote, string what)
    {
        var end = _text.IndexOf(quote, _position + 1);
        if (end < 0)
            return $"{what} is not closed";
        // A doubled quote is the end of one and the beginning of another.
        _position = end + 1;
        return null;
    }

    private string? SkipDollar()
    {
        var end = _position + 1;
        while (end < _text.Length && (IsNameStart(_text[end]) || (end > _position + 1 && char.IsAsciiDigit(_text[end]))))
            end++;
        if (end >= _text.Length || _text[end] != '$')
        {
            _position++; // a parameter
            return null;
        }

        var delimiter = _text[_position..(end + 1)];
        var close = _text.IndexOf(delimiter, end + 1, StringComparison.Ordinal);
        if (close < 0)
            return $"{delimiter} is not closed";
        _position = close + delimiter.Length;
        return null;
    }

    private char Next => _position + 1 < _text.Length ? _text[_position + 1] : '\0';

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c) || c >= 0x80;
}
