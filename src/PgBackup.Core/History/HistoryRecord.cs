namespace PgBackup;

/// <summary>One operation of the history.</summary>
public sealed record HistoryRecord
{
    /// <summary>Gets the id of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets what was done: <c>backup</c>, <c>restore</c>, <c>delete</c>, <c>verify</c> or <c>retention</c>; later versions may add
    /// more.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets how it ended.</summary>
    public required OperationOutcome Outcome { get; init; }

    /// <summary>Gets the backup; null for one that failed before it had an id, and for what is about several.</summary>
    public string? BackupId { get; init; }

    /// <summary>Gets when it began, by the clock of the application.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when it ended; null where nobody told.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets how long it took; null where nobody told.</summary>
    public TimeSpan? Duration => FinishedAt - StartedAt;

    /// <summary>Gets who asked for it, where the application said so (<see cref="PgBackupCaller"/>).</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Gets the schedule that it belongs to; null for one that was asked for otherwise.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Gets when that schedule was due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets the instance of the application that ran the schedule.</summary>
    public string? Instance { get; init; }

    /// <summary>Gets what was asked for beyond the defaults, in words.</summary>
    public IReadOnlyList<string> Options { get; init => field = value ?? []; } = [];

    /// <summary>Gets the size of a backup's artifact, or how much a verification read.</summary>
    /// <value>Bytes; null where that means nothing.</value>
    public long? Size { get; init; }

    /// <summary>Gets how many rows were backed up or restored; null where that means nothing.</summary>
    public long? Rows { get; init; }

    /// <summary>Gets the stable code of the error, one of <see cref="PgBackupErrorCodes"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets what went wrong, without secrets and without row data.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Gets the role of the database that PgBackup connected as.</summary>
    public required string DatabaseRole { get; init; }

    /// <summary>Gets how the connection named itself.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Gets the machine that the application ran on.</summary>
    public string? HostName { get; init; }

    /// <summary>Gets the process of the application on that machine.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Gets the version of PgBackup that did it.</summary>
    public required string LibraryVersion { get; init; }
}
