using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Architecture;

public sealed class NamespaceTests
{
    private static readonly CompiledLibrary Library = CompiledLibrary.Current;

    // What users type stands in PgBackup, whatever its room; the folders within a room are for readers alone.
    [Fact]
    public void The_namespace_of_the_library_is_PgBackup_or_the_room()
    {
        foreach (var file in Library.Files.Where(f => !IsExtension(f)))
        {
            var isPublic = Library.Types[$"{file.Namespace}.{file.TypeName}"];
            file.Namespace.Should().Be(isPublic || file.Room == Rooms.Root ? "PgBackup" : $"PgBackup.{file.Room}", file.Path);
        }
    }

    [Theory]
    [InlineData("src/PgBackup.AspNetCore", "PgBackup.AspNetCore")]
    [InlineData("src/PgBackup.Email", "PgBackup.Email")]
    [InlineData("src/PgBackup.Testing", "PgBackup.Testing")]
    [InlineData("samples/PgBackup.Console", "PgBackup.ConsoleHost")]
    [InlineData("samples/PgBackup.CustomFormat", "PgBackup.CustomFormat")]
    [InlineData("samples/PgBackup.CustomStore", "PgBackup.CustomStore")]
    [InlineData("samples/PgBackup.Hangfire", "PgBackup.HangfireHost")]
    [InlineData("samples/PgBackup.Playground/Comparison", "PgBackup.Playground.Comparison")]
    [InlineData("samples/PgBackup.Playground/Servers", "PgBackup.Playground.Servers")]
    [InlineData("samples/PgBackup.Quartz", "PgBackup.QuartzHost")]
    [InlineData("samples/PgBackup.Web", "PgBackup.Web")]
    [InlineData("tests/PgBackup.AspNetCore.Tests", "PgBackup.AspNetCore.Tests")]
    [InlineData("tests/PgBackup.Benchmarks", "PgBackup.Benchmarks")]
    [InlineData("tests/PgBackup.Console.Tests", "PgBackup.ConsoleHost.Tests")]
    [InlineData("tests/PgBackup.Core.Tests", "PgBackup.Tests")]
    [InlineData("tests/PgBackup.Dashboard.Tests", "PgBackup.Dashboard.Tests")]
    [InlineData("tests/PgBackup.Soak", "PgBackup.Soak")]
    public void Elsewhere_the_namespace_is_the_folder(string folder, string rootNamespace)
    {
        var files = SourceFile.Of(folder).Where(f => f.Namespace is not null && !IsExtension(f)).ToList();

        files.Should().NotBeEmpty();
        foreach (var file in files)
            file.Namespace.Should().Be(
                file.Folder.Length == 0 ? rootNamespace : $"{rootNamespace}.{file.Folder.Replace('/', '.')}", file.Path);
    }

    [Fact]
    public void Each_type_of_the_library_has_a_file_of_its_name()
    {
        // What generators make has a name that C# cannot write.
        var written = Library.Types.Keys.Where(t => !t.Contains('<'));

        written.Where(t => !Library.HasFile(t)).Should().BeEmpty();
    }

    [Fact]
    public void No_file_of_the_library_is_without_a_type() =>
        Library.Files.Where(f => !Library.Types.ContainsKey($"{f.Namespace}.{f.TypeName}")).Select(f => f.Path).Should().BeEmpty();

    // Extension methods stand where their hosts look for them.
    private static bool IsExtension(SourceFile file) =>
        file.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal)
        && file.TypeName.EndsWith("Extensions", StringComparison.Ordinal);
}
