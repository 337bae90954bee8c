namespace PgBackup.Backup;

/// <summary>An entry with its number, and its statements if it has any.</summary>
internal readonly record struct EntryContent(BackupEntry Entry, IReadOnlyList<EntryStatement> Statements);
