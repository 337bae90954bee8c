namespace PgBackup.AspNetCore.Operations;

/// <summary>What is asked for.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="User">Who asks.</param>
internal sealed record OperationRequest(OperationKind Kind, string? User)
{
    /// <summary>Gets the backup that is read.</summary>
    public string? BackupId { get; init; }

    public string? ScheduleId { get; init; }

    /// <summary>Gets the database that nothing else may restore into meanwhile: empty for the configured one.</summary>
    public string? RestoredDatabase { get; init; }
}
