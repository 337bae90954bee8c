using System.Text;
using System.Text.RegularExpressions;

namespace PgBackup.Selection;

/// <summary>A pattern for names with an optional schema, as <c>pg_dump --table</c> takes it.</summary>
/// <remarks><c>*</c> and <c>?</c> match any text and any character; a dot parts schema and name; unquoted letters are folded to lower case;
/// what stands between double quotes is taken as it is.</remarks>
internal sealed class NamePattern
{
    private readonly Regex? _schema;
    private readonly Regex _name;

    private NamePattern(string text, Regex? schema, Regex name)
    {
        Text = text;
        _schema = schema;
        _name = name;
    }

    /// <summary>Gets the pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Parses a pattern for relations.</summary>
    /// <exception cref="ArgumentException">The pattern is empty, has an open quote, or too many dots.</exception>
    public static NamePattern ForRelation(string text)
    {
        var parts = Split(text);
        return parts.Count switch
        {
            1 => new NamePattern(text, null, ToRegex(parts[0])),
            2 => new NamePattern(text, ToRegex(parts[0]), ToRegex(parts[1])),
            _ => throw new ArgumentException(
                $"The pattern '{text}' has too many dots: write 'table' or 'schema.table', and names with dots in double quotes."),
        };
    }

    /// <summary>Parses a pattern for schemas.</summary>
    /// <exception cref="ArgumentException">The pattern is empty, has an open quote, or a dot.</exception>
    public static NamePattern ForSchema(string text)
    {
        var parts = Split(text);
        if (parts.Count != 1)
            throw new ArgumentException($"The schema pattern '{text}' has a dot: write names with dots in double quotes.");
        return new NamePattern(text, null, ToRegex(parts[0]));
    }

    public bool Matches(string? schema, string name) =>
        (_schema is null || (schema is not null && _schema.IsMatch(schema))) && _name.IsMatch(name);

    public bool MatchesSchema(string schema) => _name.IsMatch(schema);

    // Each part is a list of characters, with wildcards told apart from quoted stars.
    private static List<List<(char Character, bool Quoted)>> Split(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ArgumentException("A pattern is empty: write 'table', 'schema.table', or '*' for all.");
        var parts = new List<List<(char, bool)>> { new() };
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                parts[^1].Add(('"', true));
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                parts.Add([]);
            }
            else
            {
                parts[^1].Add((quoted ? c : char.ToLowerInvariant(c), quoted));
            }
        }

        if (quoted)
            throw new ArgumentException($"The pattern '{text}' has an opening double quote without a closing one.");
        if (parts.Exists(p => p.Count == 0))
            throw new ArgumentException($"The pattern '{text}' has an empty name.");
        return parts;
    }

    private static Regex ToRegex(List<(char Character, bool Quoted)> part)
    {
        var regex = new StringBuilder("\\A(?:");
        foreach (var (character, quoted) in part)
        {
            regex.Append((character, quoted) switch
            {
                ('*', false) => ".*",
                ('?', false) => ".",
                _ => Regex.Escape(character.ToString()),
            });
        }

        return new Regex(
            regex.Append(")\\z").ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}
