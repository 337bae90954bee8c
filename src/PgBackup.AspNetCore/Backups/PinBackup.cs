using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Keeps a backup from retention, or lets it go.</summary>
internal static class PinBackup
{
    public static async Task PinAsync(ApiCall call)
    {
        await call.Backups.PinBackupAsync(call.Id, CancellationToken.None).ConfigureAwait(false);
        await GetBackup.RunAsync(call).ConfigureAwait(false);
    }

    public static async Task UnpinAsync(ApiCall call)
    {
        await call.Backups.UnpinBackupAsync(call.Id, CancellationToken.None).ConfigureAwait(false);
        await GetBackup.RunAsync(call).ConfigureAwait(false);
    }
}
