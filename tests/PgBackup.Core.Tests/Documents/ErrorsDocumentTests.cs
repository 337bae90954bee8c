using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed partial class ErrorsDocumentTests
{
    private static readonly string[] Codes =
    [
        .. typeof(PgBackupErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
    ];

    [Fact]
    public void Every_code_has_a_chapter_with_cause_and_way_out()
    {
        Codes.Should().HaveCountGreaterThan(15);
        var chapters = Chapter().Matches(Repository.ReadFile("docs/errors.md"))
            .ToDictionary(m => m.Groups["code"].Value, m => m.Groups["text"].Value);

        chapters.Keys.Should().BeEquivalentTo(Codes).And.BeInAscendingOrder(StringComparer.Ordinal);
        chapters.Values.Should().OnlyContain(text => text.Contains("**Cause.** ") && text.Contains("**Way out.** "));
    }

    [Fact]
    public void Every_code_is_thrown_somewhere()
    {
        var source = string.Concat(Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("PgBackupErrorCodes.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        typeof(PgBackupErrorCodes).GetFields().Select(f => f.Name)
            .Where(name => !source.Contains($"PgBackupErrorCodes.{name}", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [GeneratedRegex(@"^## `(?<code>\w+)`\n(?<text>(?:(?!^## ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Chapter();
}
