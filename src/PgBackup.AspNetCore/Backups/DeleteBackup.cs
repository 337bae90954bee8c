using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Deletes a backup that nothing reads.</summary>
internal static class DeleteBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        var id = call.Id;
        if (call.Service<OperationRegistry>().Uses(id))
        {
            throw new PgBackupException(
                PgBackupErrorCodes.BackupInUse, $"Backup '{id}' is being restored or verified. Wait for the end of it, or cancel it.")
            {
                BackupId = id,
            };
        }

        // Not with the client's token: half a deletion helps nobody.
        if (!await call.Backups.DeleteBackupAsync(id, CancellationToken.None).ConfigureAwait(false))
            throw GetBackup.NotFound(id);

        call.Response.StatusCode = 204;
    }
}
