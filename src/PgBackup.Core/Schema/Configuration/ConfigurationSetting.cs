using System.Collections.Frozen;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A configuration parameter that is set for a function, a role or a database.</summary>
internal readonly record struct ConfigurationSetting(string Name, string Value)
{
    // The parameters whose values are lists of quoted names: the server stores "a", "b" and takes 'a', 'b'.
    private static readonly FrozenSet<string> QuotedLists = new[]
    {
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces",
        "unix_socket_directories",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Those of them that are identifiers; the others are paths.
    private static readonly FrozenSet<string> IdentifierLists =
        new[] { "search_path", "temp_tablespaces" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an element of <c>proconfig</c> or <c>setconfig</c>: <c>name=value</c>.</summary>
    public static ConfigurationSetting Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? throw new FormatException($"'{text}' is not a configuration setting.")
            : new ConfigurationSetting(text[..equals], text[(equals + 1)..]);
    }

    /// <summary>Gets <c>SET name TO value</c>.</summary>
    public string SetClause => $"SET {QuotedName} TO {QuotedValue}";

    /// <summary>Quotes the name of a parameter; an extension's has a prefix and a point.</summary>
    public static string QuoteName(string name) => string.Join('.', name.Split('.').Select(Sql.Identifier));

    private string QuotedName => QuoteName(Name);

    private string QuotedValue => QuotedLists.Contains(Name) && SplitList() is { Count: > 0 } names
        ? string.Join(", ", names.Select(Sql.Literal))
        : Sql.Literal(Value);

    private List<string> SplitList()
    {
        var isFolded = IdentifierLists.Contains(Name);
        var names = new List<string>();
        var position = 0;
        while (position < Value.Length)
        {
            names.Add(NextName(Value, ref position, isFolded));
            // Behind the name: white space, then a comma or the end.
            var comma = Value.IndexOf(',', position);
            position = comma < 0 ? Value.Length : comma + 1;
        }

        return names;
    }

    // Once written as a constant, a name is taken as it is; without quotes, the server takes its letters for small ones.
    private static string NextName(string list, ref int position, bool isFolded)
    {
        while (position < list.Length && SqlLexer.IsBlank(list[position]))
            position++;
        if (position < list.Length && list[position] == '"')
            return QuotedListName(list, ref position);
        var start = position;
        while (position < list.Length && list[position] != ',')
            position++;
        var end = position;
        while (end > start && SqlLexer.IsBlank(list[end - 1]))
            end--;
        var name = list[start..end];
        return isFolded ? string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c)) : name;
    }

    private static string QuotedListName(string list, ref int position)
    {
        var name = new StringBuilder();
        for (position++; position < list.Length; position++)
        {
            if (list[position] == '"')
            {
                position++;
                if (position >= list.Length || list[position] != '"')
                    break;
            }

            name.Append(list[position]);
        }

        return name.ToString();
    }
}
