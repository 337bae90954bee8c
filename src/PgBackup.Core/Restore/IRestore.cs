namespace PgBackup.Restore;

/// <summary>One way of restoring a backup: into a database that is there, into a new one, or in the place of one.</summary>
internal interface IRestore
{
    /// <summary>Works out what <see cref="RunAsync"/> would do, and changes nothing.</summary>
    Task<RestorePlan> PlanAsync(CancellationToken cancellationToken);

    /// <summary>Restores, all or nothing.</summary>
    Task<RestoreResult> RunAsync(IProgress<RestoreProgress>? progress, CancellationToken cancellationToken);
}
