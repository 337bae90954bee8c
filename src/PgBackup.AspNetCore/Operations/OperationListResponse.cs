namespace PgBackup.AspNetCore.Operations;

/// <summary>What runs, and what has ended not long ago, the newest first.</summary>
internal sealed record OperationListResponse
{
    public required IReadOnlyList<OperationResponse> Operations { get; init; }
}
