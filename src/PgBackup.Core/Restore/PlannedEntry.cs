namespace PgBackup.Restore;

/// <summary>What a restore does with one entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Action"><see cref="RestoreAction.Create"/> and <see cref="RestoreAction.Alter"/> run its statements,
/// <see cref="RestoreAction.Keep"/> leaves it out, <see cref="RestoreAction.Load"/> loads its rows.</param>
internal sealed record PlannedEntry(BackupEntry Entry, RestoreAction Action);
