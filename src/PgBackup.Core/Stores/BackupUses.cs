namespace PgBackup.Stores;

/// <summary>Which backups this process is reading, so that retention leaves them alone.</summary>
/// <remarks>By id alone, as ids are unique: several services of one process may stand on one store.</remarks>
internal static class BackupUses
{
    private const int BeingDeleted = -1;

    private static readonly Dictionary<string, int> Uses = new(StringComparer.Ordinal);

    /// <summary>Begins to read a backup; disposing the result ends it.</summary>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>: retention is just deleting it.</exception>
    public static IDisposable Begin(string backupId)
    {
        lock (Uses)
        {
            var uses = Uses.GetValueOrDefault(backupId);
            if (uses == BeingDeleted)
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.BackupNotFound,
                    $"Backup '{backupId}' is just being deleted. The list of backups shows those that stay.")
                {
                    BackupId = backupId,
                };
            }

            Uses[backupId] = uses + 1;
        }

        return new Release(() => End(backupId));
    }

    public static bool Contains(string backupId)
    {
        lock (Uses)
            return Uses.GetValueOrDefault(backupId) > 0;
    }

    /// <summary>Keeps a backup from being read while it is deleted; disposing the result ends it.</summary>
    /// <returns>Null when it is being read, or deleted by somebody else.</returns>
    public static IDisposable? TryBeginDeletion(string backupId)
    {
        lock (Uses)
        {
            if (!Uses.TryAdd(backupId, BeingDeleted))
                return null;
        }

        return new Release(() =>
        {
            lock (Uses)
                Uses.Remove(backupId);
        });
    }

    private static void End(string backupId)
    {
        lock (Uses)
        {
            if (--Uses[backupId] == 0)
                Uses.Remove(backupId);
        }
    }

    private sealed class Release(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
    }
}
