namespace PgBackup.Scheduling;

/// <summary>A due time that this instance has, as long as it renews its lease.</summary>
/// <param name="Database">The database that is backed up: others, with schedules of the same ids, may share the store.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="DueAt">The due time.</param>
/// <param name="Id">Proves that the run is still this instance's.</param>
/// <param name="Claims">How many instances had it, this one included.</param>
/// <param name="MadeAt">The time stamp of this process before the lease began, so never later than the server's.</param>
internal sealed record RunClaim(string Database, string ScheduleId, DateTimeOffset DueAt, Guid Id, int Claims, long MadeAt);
