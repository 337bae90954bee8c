using System.Xml.Linq;
using FluentAssertions;
using Mono.Cecil;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Architecture;

public sealed class ProjectTests
{
    // Without it the compiler lets nobody at what is internal.
    [Fact]
    public void Only_tests_see_what_is_internal()
    {
        using var library = ModuleDefinition.ReadModule(typeof(IDatabaseBackup).Assembly.Location);
        var friends = library.Assembly.CustomAttributes
            .Where(a => a.AttributeType.Name == "InternalsVisibleToAttribute").Select(a => (string)a.ConstructorArguments[0].Value);

        friends.Should().BeEquivalentTo("PgBackup.Core.Tests", "PgBackup.Benchmarks");
        foreach (var project in Repository.FindAll("src", "*.csproj").Concat(Repository.FindAll("samples", "*.csproj")))
        {
            Read(project, "InternalsVisibleTo").Where(name => !Repository.FindAll("tests", $"{name}.csproj").Any())
                .Should().BeEmpty($"{project} must not show what is internal to others than its tests");
        }
    }

    [Theory]
    [InlineData("src/PgBackup.Core")]
    [InlineData("src/PgBackup.AspNetCore", "PgBackup.Core")]
    [InlineData("src/PgBackup.Email", "PgBackup.Core")]
    [InlineData("src/PgBackup.Testing", "PgBackup.Core")]
    [InlineData("samples/PgBackup.Playground")]
    [InlineData("samples/PgBackup.Console", "PgBackup.Core", "PgBackup.Email", "PgBackup.Playground")]
    public void Project_refers_to_no_others(string folder, params string[] others)
    {
        var project = $"{folder}/{Path.GetFileName(folder)}.csproj";

        Read(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p)).Should().BeSubsetOf(others);
        Read(project, "Compile").Should().BeEmpty("code is not shared by links either");
    }

    [Fact]
    public void Comparison_shares_no_code_with_the_library()
    {
        using var playground = ModuleDefinition.ReadModule(typeof(DatabaseComparison).Assembly.Location);

        playground.AssemblyReferences.Select(r => r.Name).Should().Contain("Npgsql").And.NotContain(n => n.StartsWith("PgBackup."));
    }

    private static List<string> Read(string project, string item) =>
        [.. XDocument.Parse(Repository.ReadFile(project)).Descendants(item).Select(e => (string)e.Attribute("Include")!)];
}
