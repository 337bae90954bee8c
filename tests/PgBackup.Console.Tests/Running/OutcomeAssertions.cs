using System.Text.Json;
using PgBackup.Soak.Faults;

namespace PgBackup.ConsoleHost.Tests.Running;

/// <summary>What is asked of a run of the program.</summary>
internal static class OutcomeAssertions
{
    extension(ConsoleOutcome outcome)
    {
        public string LastOutputLine => LastLine(outcome.Output);

        public string LastErrorLine => LastLine(outcome.Errors);

        /// <summary>Reads the whole of standard output as one JSON value; anything else there throws.</summary>
        public JsonElement Json()
        {
            using var document = JsonDocument.Parse(outcome.Output);
            return document.RootElement.Clone();
        }

        /// <summary>Asserts that the program did what it was asked.</summary>
        public ConsoleOutcome Done()
        {
            outcome.ExitCode.Should().Be(0, "standard error says: {0}", outcome.Errors);
            return outcome;
        }

        /// <summary>Asserts that the program failed as a script expects: one line says why, and standard output is silent.</summary>
        public ConsoleOutcome Failed(string words)
        {
            outcome.ExitCode.Should().Be(1, "standard error says: {0}", outcome.Errors);
            outcome.Output.Should().BeEmpty();
            outcome.Errors.Should().NotContain("   at ", "a stack trace is not for users");
            outcome.LastErrorLine.Should().StartWith("error: ").And.Contain(words);
            return outcome;
        }

        /// <summary>Asserts that the program refused its arguments.</summary>
        public ConsoleOutcome RefusedUsage(string words = "error")
        {
            outcome.ExitCode.Should().Be(2, "standard error says: {0}", outcome.Errors);
            outcome.Output.Should().BeEmpty();
            outcome.Errors.Should().NotContain("   at ", "a stack trace is not for users");
            outcome.Errors.Should().StartWith("error: ").And.Contain(words);
            return outcome;
        }
    }

    private static string LastLine(string text) => text.TrimEnd('\n', '\r').Split('\n')[^1].TrimEnd('\r');
}
