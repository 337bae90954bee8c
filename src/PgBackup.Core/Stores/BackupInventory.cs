namespace PgBackup.Stores;

/// <summary>All backups of a store, the newest first.</summary>
/// <param name="Backups">Those whose manifest can be read.</param>
/// <param name="Unreadable">Why the others cannot be read, in words.</param>
internal sealed record BackupInventory(IReadOnlyList<StoredBackup> Backups, IReadOnlyList<string> Unreadable);
