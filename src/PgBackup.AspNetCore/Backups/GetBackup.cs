using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Shows one backup.</summary>
internal static class GetBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        var backup = await FindAsync(call, call.Id).ConfigureAwait(false);
        await call.WriteAsync(200, BackupResponse.From(backup), ApiJson.Default.BackupResponse).ConfigureAwait(false);
    }

    /// <exception cref="ArgumentException">It is no id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>.</exception>
    public static async Task<BackupInfo> FindAsync(ApiCall call, string id) =>
        await call.Backups.FindBackupAsync(id, call.Aborted).ConfigureAwait(false) ?? throw NotFound(id);

    public static PgBackupException NotFound(string id) => new(
        PgBackupErrorCodes.BackupNotFound, $"There is no backup '{id}'. The list of backups shows those that exist.")
    {
        BackupId = id,
    };
}
