namespace PgBackup.AspNetCore.Endpoints;

/// <summary>One endpoint: where it is, what it takes, what it answers. What is mapped, checked and documented is this.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the prefix, empty or with a slash in front.</param>
/// <param name="Name">The id of the operation in the OpenAPI document.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Handler">Answers a request.</param>
internal sealed record ApiEndpoint(string Method, string Path, string Name, string Summary, Func<ApiCall, Task> Handler)
{
    /// <summary>Gets what it is about, for documents.</summary>
    public required string Tag { get; init; }

    /// <summary>Gets the query parameters; any other is refused.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Gets the type of the body; null where there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>Gets the answers beside problems.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Gets what it is mapped for: who may read may ask for the headers alone.</summary>
    public IReadOnlyList<string> Methods => Method == "GET" ? ["GET", "HEAD"] : [Method];

    /// <summary>Gets how many segments the path has.</summary>
    public int Depth => Path.Count(c => c == '/');
}
