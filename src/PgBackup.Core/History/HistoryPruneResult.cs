namespace PgBackup;

/// <summary>What was removed from the history.</summary>
/// <param name="Operations">How many rows of <c>pgbackup.backup_history</c>.</param>
/// <param name="Runs">How many rows of <c>pgbackup.schedule_run</c>.</param>
public sealed record HistoryPruneResult(long Operations, long Runs);
