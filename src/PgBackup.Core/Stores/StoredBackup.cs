namespace PgBackup.Stores;

/// <summary>A backup as its store has it.</summary>
/// <param name="Backup">Its manifest's facts, with what is noted of it.</param>
/// <param name="IsIntact">Whether its artifact is there in full length; whether it is damaged, only a verification tells.</param>
internal sealed record StoredBackup(BackupInfo Backup, bool IsIntact);
