using System.Text.RegularExpressions;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.Tests.Documents;

namespace PgBackup.AspNetCore.Tests.Documents;

/// <summary>A request that a page shows.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and the query.</param>
/// <param name="Headers">Lines of headers.</param>
/// <param name="Body">The body; empty where there is none.</param>
internal sealed partial record RequestExample(string Source, string Method, string Target, IReadOnlyList<string> Headers, string Body)
{
    private const string Prefix = "/api/backup";

    /// <summary>
    /// Gets the requests of all pages, as they stand there and as <c>curl</c> sends them, and those of the sample's file.
    /// </summary>
    public static IReadOnlyList<RequestExample> All { get; } =
    [
        .. CodeBlock.In("http").Select(b => Read(b.ToString(), b.Text)),
        .. ShellCommand.All.Where(c => c.Program == "curl").Select(Read),
        .. Repository.ReadFile("samples/PgBackup.Web/PgBackup.http").Split("### ").Skip(1).Select(r =>
            Read(r.Split('\n')[0], Variable().Replace(r[(r.IndexOf('\n') + 1)..].Replace("{{host}}", ""), "1"))),
    ];

    public bool IsOfApi => Target.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gets the names of the query's parameters.</summary>
    public IEnumerable<string> Query => Target.Split('?').Skip(1).SelectMany(q => q.Split('&')).Select(p => p.Split('=')[0]);

    /// <summary>Finds the endpoint; null where there is none.</summary>
    public ApiEndpoint? Endpoint() => ApiEndpoints.All
        .Where(e => e.Method == Method && Matches(e.Path.Split('/'), Target[Prefix.Length..].Split('?')[0].Split('/')))
        .MaxBy(e => e.Path.Split('/').Count(s => !s.StartsWith('{')));

    private static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length
        && template.Zip(path).All(s => s.First == s.Second || (s.First.StartsWith('{') && s.Second.Length > 0));

    private static RequestExample Read(string source, string text)
    {
        var (head, body) = text.Split("\n\n", 2) is [var first, var rest] ? (first, rest) : (text, "");
        var lines = head.Trim().Split('\n');
        var line = lines[0].Split(' ');
        return new RequestExample(source, line[0], line[1], lines[1..], body.Trim());
    }

    private static RequestExample Read(ShellCommand command)
    {
        var body = command.Option("-d") ?? "";
        return new RequestExample(
            command.Source,
            command.Option("-X") ?? (body.Length > 0 ? "POST" : "GET"),
            new Uri(command.Words.Single(w => w.StartsWith("http", StringComparison.Ordinal))).PathAndQuery,
            [.. command.Words.Where((_, i) => i > 0 && command.Words[i - 1] == "-H")],
            body);
    }

    [GeneratedRegex(@"\{\{\w+\}\}")]
    private static partial Regex Variable();
}
