using System.Text.Json;

namespace PgBackup.ConsoleHost.Tests.Running;

/// <summary>What a run of the program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record Outcome(int ExitCode, string Output, string Errors)
{
    public string LastOutputLine => LastLine(Output);

    public string LastErrorLine => LastLine(Errors);

    /// <summary>Reads the whole of standard output as one JSON value; anything else there throws.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts that the program did what it was asked.</summary>
    public Outcome Done()
    {
        ExitCode.Should().Be(0, "standard error says: {0}", Errors);
        return this;
    }

    /// <summary>Asserts that the program failed as a script expects: one line says why, and standard output is silent.</summary>
    public Outcome Failed(string words)
    {
        ExitCode.Should().Be(1, "standard error says: {0}", Errors);
        Output.Should().BeEmpty();
        Errors.Should().NotContain("   at ", "a stack trace is not for users");
        LastErrorLine.Should().StartWith("error: ").And.Contain(words);
        return this;
    }

    /// <summary>Asserts that the program refused its arguments.</summary>
    public Outcome RefusedUsage(string words = "error")
    {
        ExitCode.Should().Be(2, "standard error says: {0}", Errors);
        Output.Should().BeEmpty();
        Errors.Should().NotContain("   at ", "a stack trace is not for users");
        Errors.Should().StartWith("error: ").And.Contain(words);
        return this;
    }

    private static string LastLine(string text) => text.TrimEnd('\n', '\r').Split('\n')[^1].TrimEnd('\r');
}
