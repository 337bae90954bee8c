namespace PgBackup;

/// <summary>What is wrong with backups. Kinds are only ever added; <c>docs/watch.md</c> tells what to do about each.</summary>
public enum BackupHealthReasonKind
{
    /// <summary>There is no good backup, and one should have been made by now.</summary>
    NoBackup,

    /// <summary>Due times passed since the newest good backup.</summary>
    BackupOverdue,

    /// <summary>The newest good backup is older than <see cref="BackupHealthOptions.MaxAge"/>.</summary>
    BackupTooOld,

    /// <summary>The last runs of the schedule failed.</summary>
    RunFailed,

    /// <summary>The artifact of the newest backup is missing or incomplete.</summary>
    ArtifactMissing,

    /// <summary>The last verification found a damaged backup.</summary>
    VerificationFailed,

    /// <summary>No backup was verified for a long time.</summary>
    VerificationTooOld,

    /// <summary>There is little room in the store.</summary>
    SpaceLow,

    /// <summary>The store cannot be read.</summary>
    StoreUnreachable,

    /// <summary>The database cannot be asked about schedules and their runs.</summary>
    DatabaseUnreachable,

    /// <summary>Nobody runs what is due.</summary>
    SchedulerStopped,

    /// <summary>A table has lost most of its rows since the backup before.</summary>
    TableShrunk,

    /// <summary>A table that had rows in the backup before is gone.</summary>
    TableGone,

    /// <summary>The size of the newest backup is far from that of those before.</summary>
    SizeUnusual,

    /// <summary>The newest backup took far longer than those before.</summary>
    DurationUnusual,
}
