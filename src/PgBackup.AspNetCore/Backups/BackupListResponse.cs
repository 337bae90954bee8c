namespace PgBackup.AspNetCore.Backups;

/// <summary>A page of the list of backups.</summary>
internal sealed record BackupListResponse
{
    public required IReadOnlyList<BackupResponse> Backups { get; init; }

    /// <summary>Gets what <c>after</c> is to be for the next page; null on the last one.</summary>
    public string? Next { get; init; }
}
