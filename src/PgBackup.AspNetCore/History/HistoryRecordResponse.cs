using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.History;

/// <summary>One operation of the history.</summary>
internal sealed record HistoryRecordResponse
{
    public required Guid Id { get; init; }

    public required string Operation { get; init; }

    public required OperationOutcome Outcome { get; init; }

    public string? BackupId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public double? DurationSeconds { get; init; }

    public string? RequestedBy { get; init; }

    public string? ScheduleId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? Instance { get; init; }

    public required IReadOnlyList<string> Options { get; init; }

    public long? Size { get; init; }

    public long? Rows { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Gets the role of the database that the host connected as.</summary>
    public required string DatabaseRole { get; init; }

    public string? HostName { get; init; }

    public required string LibraryVersion { get; init; }

    public static HistoryRecordResponse From(HistoryRecord record) => new()
    {
        Id = record.Id,
        Operation = record.Operation,
        Outcome = record.Outcome,
        BackupId = record.BackupId,
        StartedAt = record.StartedAt,
        FinishedAt = record.FinishedAt,
        DurationSeconds = Seconds.Of(record.Duration),
        RequestedBy = record.RequestedBy,
        ScheduleId = record.ScheduleId,
        DueAt = record.DueAt,
        Instance = record.Instance,
        Options = record.Options,
        Size = record.Size,
        Rows = record.Rows,
        ErrorCode = record.ErrorCode,
        ErrorMessage = record.ErrorMessage,
        DatabaseRole = record.DatabaseRole,
        HostName = record.HostName,
        LibraryVersion = record.LibraryVersion,
    };
}
