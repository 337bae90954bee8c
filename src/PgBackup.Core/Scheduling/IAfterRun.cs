namespace PgBackup.Scheduling;

/// <summary>What is done after each run of a schedule, whatever became of it.</summary>
internal interface IAfterRun
{
    /// <summary>Does it; throws nothing.</summary>
    Task AfterRunAsync(CancellationToken cancellationToken);
}
