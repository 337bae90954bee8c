using PgBackup.Tests.Documents;

namespace PgBackup.ConsoleHost.Tests.Documents;

public sealed class CommandExampleTests
{
    [Fact]
    public void Every_command_of_every_page_is_understood()
    {
        var examples = ShellCommand.All.Where(c => ArgumentsOf(c) is not null).ToList();

        examples.Should().HaveCountGreaterThan(15);
        foreach (var example in examples)
        {
            var arguments = Application.Parse(ArgumentsOf(example)!);
            var isWhole = !example.Words.Contains("…");
            arguments.Errors.Select(e => e.Message).Where(m => isWhole || !m.StartsWith("Required argument", StringComparison.Ordinal))
                .Should().BeEmpty($"{example.Source} has {string.Join(' ', example.Words)}");
        }
    }

    [Theory]
    [InlineData("pgbackup nonsense")]
    [InlineData("pgbackup restore ID --nonsense")]
    [InlineData("pgbackup restore")]
    public void What_is_not_understood_is_an_error(string line)
    {
        var command = ShellCommand.Parse("here", line).Should().ContainSingle().Subject;

        Application.Parse(ArgumentsOf(command)!).Errors.Should().NotBeEmpty();
    }

    private static List<string>? ArgumentsOf(ShellCommand command) => command switch
    {
        // A page speaks of all commands at once, or leaves the options out.
        { Program: "pgbackup" } => [.. command.Words.Skip(1).Where(w => w != "…").Select(w => w == "COMMAND" ? "backup" : w)],
        { Program: "dotnet" } when command.Option("--project") == "samples/PgBackup.Console" =>
            [.. command.Words.SkipWhile(w => w != "--").Skip(1)],
        _ => null,
    };
}
