using System.CommandLine;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>--where TABLE=CONDITION</c>.</summary>
internal static class RowFilter
{
    public static Option<string[]> Option() => new("--where")
    {
        Description = "Rows of a table to back up, by an SQL condition over its columns: \"orders=created_at >= '2026-01-01'\". "
            + "May be repeated.",
        HelpName = "TABLE=CONDITION",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Takes the words apart.</summary>
    /// <exception cref="UsageException">One has no table or no condition, or names a table again.</exception>
    public static Dictionary<string, string> Parse(IEnumerable<string> words)
    {
        var filters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var end = EndOfTable(word);
            if (end <= 0 || string.IsNullOrWhiteSpace(word[(end + 1)..]))
                throw new UsageException($"--where is '{word}'; it must be TABLE=CONDITION, for instance \"orders=id > 100\".");
            if (!filters.TryAdd(word[..end].Trim(), word[(end + 1)..].Trim()))
                throw new UsageException($"--where names {word[..end].Trim()} twice; join the conditions with AND.");
        }

        return filters;
    }

    // The first equals sign that is not part of a quoted name.
    private static int EndOfTable(string word)
    {
        var isQuoted = false;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '"')
                isQuoted = !isQuoted;
            else if (word[i] == '=' && !isQuoted)
                return i;
        }

        return -1;
    }
}
