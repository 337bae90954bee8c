using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>What a CREATE TABLE of ours says of columns and parents.</summary>
internal sealed class TableText
{
    private readonly string _sql;
    private readonly List<SqlToken> _tokens;

    public TableText(string sql)
    {
        _sql = sql;
        _tokens = SqlTokens.Read(sql);
        var open = _tokens.FindIndex(t => t.Depth == 0 && sql[t.Start] == '(');
        for (var i = open + 1; open > 0 && i < _tokens.Count && _tokens[i].Depth > 0; i++)
        {
            var start = i;
            while (i < _tokens.Count && (_tokens[i].Depth > 1 || (_tokens[i].Depth == 1 && sql[_tokens[i].Start] != ',')))
                i++;
            // What stands apart from columns begins with a key word.
            if (i > start && !Is(start, "CONSTRAINT") && !Is(start, "NOT") && !Is(start, "CHECK"))
            {
                var isNotNull = Is(i - 2, "NOT") && Is(i - 1, "NULL");
                Columns.Add(new ColumnText(_tokens[start].Name(sql), IsGenerated(start, i), isNotNull ? _tokens[i - 2].Start : null));
            }
        }
    }

    public List<ColumnText> Columns { get; } = [];

    public bool IsPartitioned =>
        Enumerable.Range(0, _tokens.Count).Any(i => _tokens[i].Depth == 0 && Is(i, "PARTITION") && Is(i + 1, "BY"));

    /// <summary>Gets the quoted tables that the INHERITS clause names.</summary>
    public IEnumerable<string> Parents
    {
        get
        {
            var start = _tokens.FindIndex(t => t.Depth == 0 && t.Is(_sql, "INHERITS"));
            if (start < 0)
                yield break;
            for (var i = start + 2; i < _tokens.Count && _tokens[i].Depth == 1;)
            {
                var first = i;
                while (_tokens[i].Depth == 1 && _sql[_tokens[i].Start] != ',')
                    i++;
                yield return _sql[_tokens[first].Start.._tokens[i - 1].End];
                if (_tokens[i].Depth == 1)
                    i++;
            }
        }
    }

    private bool IsGenerated(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_tokens[i].Depth == 1 && Is(i, "GENERATED") && Is(i + 2, "AS") && _sql[_tokens[i + 3].Start] == '(')
                return true;
        }

        return false;
    }

    private bool Is(int index, string word) => index >= 0 && index < _tokens.Count && _tokens[index].Is(_sql, word);

    /// <summary>A column.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsGenerated">Whether it is generated.</param>
    /// <param name="NotNull">Where its NOT NULL without a name begins; null where there is none.</param>
    internal sealed record ColumnText(string Name, bool IsGenerated, int? NotNull);
}
