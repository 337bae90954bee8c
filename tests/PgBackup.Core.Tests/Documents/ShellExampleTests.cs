using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Documents;

/// <summary>Shell examples; the tests of the console check <c>pgbackup</c>, those of the HTTP API <c>curl</c>.</summary>
public sealed partial class ShellExampleTests
{
    // What these are told is tried by tests that load and read artifacts with them.
    private static readonly string[] ProgramsOfOthers =
        [".ci/run", "createdb", "curl", "export", "gunzip", "jq", "psql", "set", "sha256sum", "unzip", "zcat"];

    // Taken by ASP.NET Core.
    private static readonly string[] OptionsOfOthers = ["--urls"];

    private static readonly IEnumerable<ShellCommand> Dotnet = ShellCommand.All.Where(c => c.Program == "dotnet");

    [Fact]
    public void Every_block_is_tagged_with_a_language_that_a_test_checks()
    {
        // "text" is for drawings and for what programs print.
        string[] languages = ["bash", "csharp", "http", "json", "sh", "sql", "text", "xml"];

        CodeBlock.All.Should().HaveCountGreaterThan(80);
        CodeBlock.All.Where(b => !languages.Contains(b.Language)).Select(b => $"{b} '{b.Language}'").Should().BeEmpty();
        CodeBlock.In("text").Where(b => Command().IsMatch(b.Text)).Select(b => b.ToString()).Should().BeEmpty("those are of the shell");
    }

    [Fact]
    public void Every_program_is_one_that_is_checked()
    {
        ShellCommand.All.Should().HaveCountGreaterThan(40);
        ShellCommand.All.Select(c => c.Program).Distinct().Should().BeSubsetOf(["pgbackup", "dotnet", .. ProgramsOfOthers]);
    }

    [Fact]
    public void Every_project_that_is_run_or_tested_is_there()
    {
        Dotnet.Should().HaveCountGreaterThan(10);
        foreach (var command in Dotnet.Where(c => c.Words[1] is "run" or "test"))
        {
            var folder = command.Words[1] == "run" ? command.Option("--project")! : command.Words.ElementAtOrDefault(2) ?? "";
            var projects = Repository.FindAll(folder, "*.csproj");
            projects.Should().NotBeEmpty($"{command.Source} names {folder}");
            if (command.Words[1] == "run")
                projects.Should().ContainSingle(command.Source);
        }
    }

    [Fact]
    public void Every_test_that_is_filtered_for_is_there()
    {
        var filters = Dotnet.Select(c => c.Option("--filter")).OfType<string>()
            .Where(f => !f.Contains('*', StringComparison.Ordinal)).ToList();

        filters.Should().NotBeEmpty();
        foreach (var filter in filters)
            Repository.FindAll("tests", $"{filter.Split('~', '=')[^1]}.cs").Should().ContainSingle(filter);
    }

    [Fact]
    public void Every_argument_of_a_program_of_the_repository_is_known_to_it()
    {
        // The console's are parsed by its own tests.
        var commands = Dotnet.Where(c => c.Words.Contains("--") && c.Option("--project") != "samples/PgBackup.Console").ToList();

        commands.Should().HaveCountGreaterThan(5);
        foreach (var command in commands)
        {
            var code = string.Concat(Repository.FindAll(command.Option("--project")!, "*.cs").Select(Repository.ReadFile));
            var arguments = command.Words.SkipWhile(w => w != "--").Skip(1).ToList();
            foreach (var name in arguments.Where((a, i) => a.StartsWith("--", StringComparison.Ordinal) || i == 0).Except(OptionsOfOthers))
            {
                // BenchmarkDotNet takes what stands behind.
                if (name != "--filter" || arguments[0] != "micro")
                    code.Should().Contain($"\"{name}\"", command.Source);
            }
        }
    }

    [Fact]
    public void Every_variable_is_one_that_code_reads()
    {
        var names = CodeBlock.Pages.SelectMany(page => Variable().Matches(Repository.ReadFile(page)), (_, m) => m.Value)
            .Distinct().ToList();
        var code = string.Concat(
            from folder in (string[])["src", "samples", "tests"]
            from path in Repository.FindAll(folder, "*.cs")
            select Repository.ReadFile(path));

        names.Should().HaveCountGreaterThan(4).And.OnlyContain(name => code.Contains($"\"{name}\""));
    }

    [Fact]
    public void Xml_is_well_formed()
    {
        foreach (var block in CodeBlock.In("xml"))
            FluentActions.Invoking(() => XDocument.Parse($"<page>{block.Text}</page>")).Should().NotThrow(block.ToString());
    }

    [GeneratedRegex(@"^ *(pgbackup|dotnet|curl|psql) ", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\b(PGBACKUP_[A-Z_]+|BACKUP_DIR)\b")]
    private static partial Regex Variable();
}
