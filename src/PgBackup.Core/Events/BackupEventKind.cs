namespace PgBackup;

/// <summary>What a <see cref="BackupEvent"/> tells of. Kinds are only ever added.</summary>
public enum BackupEventKind
{
    /// <summary>A backup was made, and verified where its schedule asks for it.</summary>
    Succeeded,

    /// <summary>No backup was made: the run of a schedule failed for good, or a backup that was asked for otherwise.</summary>
    Failed,

    /// <summary>A schedule made its first backup after failures. Takes the place of <see cref="Succeeded"/>.</summary>
    Recovered,

    /// <summary>A backup was restored.</summary>
    Restored,

    /// <summary>A restore failed.</summary>
    RestoreFailed,

    /// <summary>A backup was verified, and is good.</summary>
    Verified,

    /// <summary>A backup is damaged, or could not be verified. In the run of a schedule it takes the place of
    /// <see cref="Failed"/>.</summary>
    VerificationFailed,

    /// <summary>A retention policy was carried out.</summary>
    RetentionApplied,

    /// <summary>A retention policy could not be carried out, or not in full.</summary>
    RetentionFailed,

    /// <summary>Due times of a schedule passed while no instance was running.</summary>
    Missed,

    /// <summary>A due time of a schedule was skipped, as an earlier run was still going on.</summary>
    Skipped,

    /// <summary>The health of the backups became worse.</summary>
    Unhealthy,

    /// <summary>The backups are healthy again.</summary>
    Healthy,
}
