namespace PgBackup.AspNetCore.Errors;

/// <summary>A problem as RFC 9457 has it, with the error's stable code.</summary>
internal sealed record ProblemResponse
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    public required string Code { get; init; }

    /// <summary>Gets the fields of the request that are to blame, each with what is wrong.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    public string? BackupId { get; init; }

    /// <summary>Gets the object of the database that it is about, quoted as in SQL.</summary>
    public string? ObjectName { get; init; }

    public string? OperationId { get; init; }

    /// <summary>Gets a value indicating whether the same request may succeed later.</summary>
    public bool? Retryable { get; init; }

    /// <summary>Gets the id by which the host's log and traces know the request.</summary>
    public string? TraceId { get; init; }

    /// <summary>Makes the type lead to the host's page on errors, if it has one.</summary>
    public ProblemResponse DocumentedAt(Uri? page) => page is null ? this : this with { Type = $"{page}#{Code}" };
}
