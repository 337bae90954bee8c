namespace PgBackup.Scheduling.Coordination;

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(ScheduleRunState State, string? BackupId, int Attempts, string? ErrorCode, string? ErrorMessage);
