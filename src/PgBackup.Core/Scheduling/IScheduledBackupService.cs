namespace PgBackup;

/// <summary>Schedules of backups: those given in code and configuration, and those added at run time, which the database keeps.</summary>
/// <remarks>Registered as a singleton by <c>AddPgBackup()</c>; safe for concurrent use. With <c>AddSchedule</c> or <c>AddScheduler</c> a
/// generic host runs it; without one, call <see cref="RunAsync"/> once or <see cref="RunDueAsync"/> now and then. However many instances
/// do so on one database, each due time runs once. Every method may throw a <see cref="PgBackupException"/> when the database cannot be
/// reached (<c>connection_failed</c>, <c>server_failed</c>, <c>permission_denied</c>, <c>history_failed</c>).</remarks>
public interface IScheduledBackupService
{
    /// <summary>Adds a schedule, which the database keeps.</summary>
    /// <param name="schedule">The schedule; copied.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The schedule as it stands.</returns>
    /// <exception cref="ArgumentException">It is malformed; the message says what is wrong and what would be right.</exception>
    /// <exception cref="PgBackupException"><c>schedule_exists</c>: there is one of that id.</exception>
    Task<ScheduleStatus> AddAsync(BackupSchedule schedule, CancellationToken cancellationToken = default);

    /// <summary>Changes a schedule that was added at run time. A new cron expression or time zone holds from now on.</summary>
    /// <param name="schedule">The schedule, whole.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The schedule as it stands.</returns>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    /// <exception cref="InvalidOperationException">The schedule is given in code or configuration.</exception>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    Task<ScheduleStatus> UpdateAsync(BackupSchedule schedule, CancellationToken cancellationToken = default);

    /// <summary>Removes a schedule that was added at run time. Its runs stay on record; one that is going on goes on.</summary>
    /// <param name="scheduleId">The schedule's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>True when it was there.</returns>
    /// <exception cref="InvalidOperationException">The schedule is given in code or configuration; it can be disabled.</exception>
    Task<bool> RemoveAsync(string scheduleId, CancellationToken cancellationToken = default);

    /// <summary>Makes a schedule due again, for all instances and beyond restarts. What was due while it was disabled is not made up
    /// for.</summary>
    /// <param name="scheduleId">The schedule's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A task.</returns>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    Task EnableAsync(string scheduleId, CancellationToken cancellationToken = default);

    /// <summary>Keeps a schedule from being due, for all instances and beyond restarts. A run that is going on goes on.</summary>
    /// <param name="scheduleId">The schedule's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A task.</returns>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    Task DisableAsync(string scheduleId, CancellationToken cancellationToken = default);

    /// <summary>Lists the schedules, by id.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Each with when it is due next, and its last run.</returns>
    Task<IReadOnlyList<ScheduleStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the due times to come of a schedule, whether it is enabled or not.</summary>
    /// <param name="scheduleId">The schedule's id.</param>
    /// <param name="count">How many, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The times, in the offset of the schedule's time zone.</returns>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    Task<IReadOnlyList<DateTimeOffset>> ListUpcomingAsync(string scheduleId, int count = 10, CancellationToken cancellationToken = default);

    /// <summary>Lists runs, the newest first.</summary>
    /// <param name="scheduleId">The schedule's id; null for all.</param>
    /// <param name="limit">How many at most, 1 to 10000.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What became of the due times.</returns>
    Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(
        string? scheduleId = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Runs a schedule now, also a disabled one, and waits for its end.</summary>
    /// <param name="scheduleId">The schedule's id.</param>
    /// <param name="cancellationToken">Stops the run, which then counts as failed.</param>
    /// <returns>What became of it: skipped, where an earlier run is going on and the schedule does not allow two.</returns>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>. A backup that fails is a result, not an exception.</exception>
    Task<ScheduleRun> RunNowAsync(string scheduleId, CancellationToken cancellationToken = default);

    /// <summary>Runs what is due now and what instances that died have left, and waits for the end of it.</summary>
    /// <param name="cancellationToken">Stops the runs; their due times are given back, for any instance to run.</param>
    /// <returns>What became of them; empty when nothing was due.</returns>
    Task<IReadOnlyList<ScheduleRun>> RunDueAsync(CancellationToken cancellationToken = default);

    /// <summary>Runs whatever is due when it is due, until it is stopped. Failures, also of the database, are logged and do not end
    /// it.</summary>
    /// <param name="stoppingToken">Ends it: runs are cancelled, and their due times given back.</param>
    /// <returns>A task that ends, without an exception, when it was stopped.</returns>
    Task RunAsync(CancellationToken stoppingToken);
}
