namespace PgBackup.Health;

/// <summary>What health needs to know of a backup.</summary>
/// <param name="Backup">The backup, with what is noted of it.</param>
/// <param name="IsComplete">Whether the artifact is there in full length.</param>
internal sealed record BackupFacts(BackupInfo Backup, bool IsComplete)
{
    /// <summary>Gets the rows of each table, whose name is quoted as in SQL; null where they were not kept, as there are many
    /// backups.</summary>
    public IReadOnlyDictionary<string, long>? Tables { get; init; }

    public bool IsGood => IsComplete && Backup.State != BackupState.Suspect;
}
