using System.Text;

namespace PgBackup.Tests.Documents;

/// <summary>A command as a shell would part it: quotes, comments, pipes and <c>$(…)</c> are understood, nothing is replaced.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Words">The program and its arguments.</param>
internal sealed record ShellCommand(string Source, IReadOnlyList<string> Words)
{
    /// <summary>Gets the commands of all pages, in blocks and within lines of text.</summary>
    public static IReadOnlyList<ShellCommand> All { get; } =
    [
        // Those of the quick start are followed by .ci/quick-start.
        .. CodeBlock.In("sh").Where(b => b.Page != "docs/quick-start.md").SelectMany(block => Parse(block.ToString(), block.Text)),
        // Whole scripts, with what a shell has beyond commands.
        .. CodeBlock.In("bash").SelectMany(block => Parse(block.ToString(), block.Text)).Where(c => c.Program == "pgbackup"),
        .. CodeBlock.Spans
            .Where(s => s.Text.StartsWith("pgbackup ", StringComparison.Ordinal) || s.Text.Contains("dotnet ", StringComparison.Ordinal))
            .SelectMany(s => Parse(s.Page, s.Text)),
    ];

    public string Program => Words[0];

    /// <summary>Parts a script into its commands.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static List<ShellCommand> Parse(string source, string script)
    {
        List<ShellCommand> commands = [];
        foreach (var line in script.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            ParseLine(source, line, commands);
        return commands;
    }

    /// <summary>Gets the value of an option; null where it is not given.</summary>
    public string? Option(string name) => Words.SkipWhile(w => w != name).Skip(1).FirstOrDefault();

    // Parentheses within it, also within its quotes, come in pairs.
    private static int EndOfSubstitution(string line, int open)
    {
        var depth = 0;
        for (var i = open; i < line.Length; i++)
        {
            depth += line[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        throw new FormatException($"A substitution is not closed in: {line}");
    }

    private static void ParseLine(string source, string line, List<ShellCommand> commands)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '$' && quote != '\'' && i + 1 < line.Length && line[i + 1] == '(')
            {
                var end = EndOfSubstitution(line, i + 1);
                ParseLine(source, line[(i + 2)..end], commands);
                (word ??= new StringBuilder()).Append("VALUE");
                i = end;
            }
            else if (quote is not null)
            {
                quote = c == quote ? null : quote;
                if (quote is not null)
                    word!.Append(c);
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                word ??= new StringBuilder();
            }
            else if (c == '#' && word is null)
            {
                break;
            }
            else if (c is ' ' or '|')
            {
                EndWord();
                if (c == '|')
                    EndCommand();
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        if (quote is not null)
            throw new FormatException($"{source}: a quote is not closed in: {line}");
        EndWord();
        EndCommand();

        void EndWord()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }

        void EndCommand()
        {
            // Variables before the program, as in NAME=value program.
            var command = words.SkipWhile(w => w.IndexOf('=') > 0 && !w.StartsWith('-')).ToList();
            if (command.Count > 0)
                commands.Add(new ShellCommand(source, command));
            words = [];
        }
    }
}
