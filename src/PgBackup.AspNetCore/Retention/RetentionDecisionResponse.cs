namespace PgBackup.AspNetCore.Retention;

/// <summary>What would become of one backup, and why.</summary>
internal sealed record RetentionDecisionResponse
{
    public required string BackupId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required long Size { get; init; }

    public required bool Keep { get; init; }

    /// <summary>Gets the newer good backup that holds at least as much.</summary>
    public string? ReplacedBy { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }
}
