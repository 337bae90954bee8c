namespace PgBackup.Stores;

/// <summary>Turns a store's failures into errors that name the store and the way out.</summary>
internal static class StoreErrors
{
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int DiskFullUnix = 28;

    public static async Task<T> TranslateAsync<T>(IBackupStore store, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && exception is not FileNotFoundException)
        {
            throw Translate(store, exception);
        }
    }

    public static PgBackupException Translate(IBackupStore store, Exception exception) =>
        exception.HResult is DiskFullWindows or DiskFullUnix
            ? new PgBackupException(
                PgBackupErrorCodes.DiskFull,
                $"There is no space left in {store.Description}. Free some, or delete old backups.",
                exception)
            : new PgBackupException(
                PgBackupErrorCodes.StoreFailed,
                $"The backup store, {store.Description}, failed: {exception.Message} "
                + "Check that it exists and that this process may read and write it.",
                exception);
}
