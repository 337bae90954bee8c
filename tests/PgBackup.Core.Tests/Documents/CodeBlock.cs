using System.Text.RegularExpressions;

namespace PgBackup.Tests.Documents;

/// <summary>A block of code of a page.</summary>
/// <param name="Page">The path of the page.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Language">What it is tagged with; empty where it is not.</param>
/// <param name="Text">What it holds.</param>
internal sealed partial record CodeBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Gets the pages that people read.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Repository.FindFiles("", "*.md"),
        .. Repository.FindAll("docs", "*.md"),
        .. Repository.FindAll("samples", "*.md"),
        .. Repository.FindAll("src", "*.md"),
    ];

    /// <summary>Gets the blocks of all pages.</summary>
    public static IReadOnlyList<CodeBlock> All { get; } =
    [
        .. from page in Pages
           let text = Repository.ReadFile(page)
           from match in Fence().Matches(text)
           select new CodeBlock(page, text.AsSpan(0, match.Index).Count('\n') + 1, match.Groups["tag"].Value, match.Groups["code"].Value),
    ];

    /// <summary>Gets what is written as code within a line of text, of all pages.</summary>
    public static IReadOnlyList<CodeBlock> Spans { get; } =
    [
        .. from page in Pages
           from match in Span().Matches(Fence().Replace(Repository.ReadFile(page), ""))
           select new CodeBlock(page, 0, "", match.Groups["code"].Value),
    ];

    public static IEnumerable<CodeBlock> In(string language) => All.Where(b => b.Language == language);

    public override string ToString() => $"{Page}:{Line}";

    [GeneratedRegex(@"^(?<indent> *)```(?<tag>[^\n]*)\n(?<code>.*?)^\k<indent>```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("(?<!`)`(?<code>[^`\n]+)`(?!`)")]
    private static partial Regex Span();
}
