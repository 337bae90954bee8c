using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Documents;

/// <summary>Links of pages lead somewhere: to a file or folder of the repository, and to a heading that is there.</summary>
public sealed partial class LinkTests
{
    private static readonly IReadOnlyList<string> Pages =
    [
        .. Repository.FindFiles(".", "*.md"),
        .. new[] { "docs", "samples", "src", "tests" }.SelectMany(folder => Directory
            .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
            .Where(path => !BuiltFile().IsMatch(path))
            .Select(path => Path.GetRelativePath(Repository.Root, path))),
    ];

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_of_it()
    {
        var links = Pages.SelectMany(LinksOf, (page, target) => (Page: page, Target: target)).ToList();

        links.Should().HaveCountGreaterThan(100);
        links.Select(link => Find(link.Page, link.Target)).Where(problem => problem is not null).Should().BeEmpty();
    }

    [Fact]
    public void Every_page_of_docs_is_in_the_index()
    {
        var index = LinksOf("docs/README.md").Select(target => target.Split('#')[0]).ToHashSet(StringComparer.Ordinal);

        Repository.FindFiles("docs", "*.md").Select(page => Path.GetFileName(page)!).Where(name => name != "README.md")
            .Should().BeSubsetOf(index);
    }

    [Fact]
    public void Every_test_that_a_page_names_is_there()
    {
        var named = Pages.SelectMany(page => TestName().Matches(Repository.ReadFile(page)).Select(m => m.Groups["name"].Value)).ToHashSet();
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path));

        named.Should().HaveCountGreaterThan(30).And.BeSubsetOf(files);
    }

    [Theory]
    [InlineData("## Roles, and the `database` itself", "roles-and-the-database-itself")]
    [InlineData("# 1. Choose a [backup](x.md)", "1-choose-a-backup")]
    [InlineData("### `backup_in_use`", "backup_in_use")]
    [InlineData("## Back-up **now**: yes – no", "back-up-now-yes--no")]
    public void Anchors_are_made_as_the_host_of_repositories_makes_them(string heading, string anchor) =>
        Anchors(heading + "\n").Should().Equal(anchor);

    [Fact]
    public void Headings_of_the_same_words_are_told_apart_and_code_has_none() =>
        Anchors("# A\n```sh\n# B\n```\n## A\n").Should().Equal("a", "a-1");

    private static string? Find(string page, string target)
    {
        var (path, anchor) = target.Split('#', 2) is [var before, var behind] ? (before, behind) : (target, null);
        var file = path.Length == 0
            ? Path.Combine(Repository.Root, page)
            : Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(path)));
        if (!File.Exists(file) && !Directory.Exists(file))
            return $"{page}: there is no {target}";
        return anchor is null || Anchors(File.ReadAllText(file).ReplaceLineEndings("\n")).Contains(anchor)
            ? null
            : $"{page}: {target} is no heading there";
    }

    private static IEnumerable<string> LinksOf(string page) =>
        Link().Matches(InlineCode().Replace(WithoutBlocks(Repository.ReadFile(page)), "")).Select(m => m.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static List<string> Anchors(string text)
    {
        var anchors = new List<string>();
        foreach (var title in Heading().Matches(WithoutBlocks(text)).Select(m => m.Groups["title"].Value))
        {
            var words = LinkText().Replace(title, "${text}").Trim().ToLowerInvariant();
            var anchor = Punctuation().Replace(words, "").Replace(' ', '-');
            var same = anchors.Count(a => a == anchor || Regex.IsMatch(a, $@"\A{Regex.Escape(anchor)}-\d+\z"));
            anchors.Add(same == 0 ? anchor : string.Create(CultureInfo.InvariantCulture, $"{anchor}-{same}"));
        }

        return anchors;
    }

    private static string WithoutBlocks(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"[/\\](bin|obj|node_modules|\.[^/\\]+)[/\\]")]
    private static partial Regex BuiltFile();

    [GeneratedRegex(@"^ {0,3}```.*?^ {0,3}```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("`(?<name>[A-Za-z]+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}\p{Pc}\- ]")]
    private static partial Regex Punctuation();
}
