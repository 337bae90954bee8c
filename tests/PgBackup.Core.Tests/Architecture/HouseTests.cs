using System.Text.RegularExpressions;
using FluentAssertions;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Architecture;

public sealed partial class HouseTests
{
    private const int MostLines = 500;
    private const int MostColumns = 140;

    private static readonly string[] Folders = ["src", "samples", "tests"];

    private static readonly List<(string Path, string[] Lines)> Files =
    [
        .. from pattern in (string[])["*.cs", "*.js", "*.css", "*.sql"]
           from folder in Folders
           from path in Repository.FindAll(folder, pattern)
           select (path, Repository.ReadFile(path).TrimEnd('\n').Split('\n')),
    ];

    [Fact]
    public void Files_are_short_or_say_at_their_head_why_they_are_not()
    {
        Files.Should().HaveCountGreaterThan(1000);
        Files.Where(f => f.Lines.Length > MostLines && !f.Lines.Take(5).Any(l => l.Contains("long because"))).Select(f => f.Path)
            .Should().BeEmpty();
    }

    [Fact]
    public void Lines_of_code_are_short()
    {
        var wide = from file in Files
                   where file.Path.EndsWith(".cs", StringComparison.Ordinal)
                   from line in file.Lines.Select((text, index) => (text, Number: index + 1))
                   where line.text.Length > MostColumns
                   select $"{file.Path}:{line.Number}";

        wide.Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_put_off() =>
        Files.SelectMany(f => f.Lines.Where(l => PutOff().IsMatch(l)).Select(l => $"{f.Path}: {l}")).Should().BeEmpty();

    // Parted, so that this line is none of them.
    [GeneratedRegex(@"\b(TO" + @"DO|HA" + @"CK|FIX" + @"ME)\b")]
    private static partial Regex PutOff();
}
