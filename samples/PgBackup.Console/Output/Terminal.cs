using Spectre.Console;
using Spectre.Console.Rendering;

namespace PgBackup.ConsoleHost.Output;

/// <summary>The two streams: standard output carries results for scripts, standard error speaks to people.</summary>
internal sealed class Terminal
{
    private const int UnlimitedWidth = 10_000;

    private readonly IAnsiConsole _results = Create(Console.Out, Console.IsOutputRedirected);
    private readonly IAnsiConsole _people = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Gets a value indicating whether log messages are wanted.</summary>
    public bool Verbose { get; init; }

    /// <summary>Gets a value indicating whether standard output holds JSON only.</summary>
    public bool Json { get; init; }

    /// <summary>Gets a value indicating whether people watch, so that progress can be drawn.</summary>
    public bool Interactive => !Console.IsErrorRedirected && _people.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Gets the console of standard error, for what is drawn.</summary>
    public IAnsiConsole People => _people;

    /// <summary>Prints one line of results.</summary>
    public static void Result(string line) => Console.Out.WriteLine(line);

    /// <summary>Prints results as a table.</summary>
    public void Result(IRenderable table) => _results.Write(table);

    public void Line(string text = "") => Write(text, Style.Plain);

    public void Success(string text) => Write(text, new Style(Color.Green));

    public void Heading(string text) => Write(text, new Style(decoration: Decoration.Bold));

    public void Note(string text) => Write(text, new Style(Color.Grey));

    public void Warning(string text) => Write($"warning: {text}", new Style(Color.Yellow));

    public void Error(string text) => Write($"error: {text}", new Style(Color.Red));

    /// <summary>Writes parts of one line, each in its own style.</summary>
    public void Parts(params (string Text, Style Style)[] parts)
    {
        var line = new Paragraph();
        foreach (var (text, style) in parts)
            line.Append(Printable.Line(text), style);
        _people.Write(line);
        _people.WriteLine();
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        // A log or a script gets whole lines, however long.
        if (redirected)
            console.Profile.Width = UnlimitedWidth;
        return console;
    }

    private void Write(string text, Style style) => Parts((text, style));
}
