using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Restores;

/// <summary>Restores a backup, or tells what that would do.</summary>
internal static class RestoreBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        call.Fields = RestoreRequest.Fields;
        var request = await call.ReadAsync(ApiJson.Default.RestoreRequest).ConfigureAwait(false);
        var options = request.ToOptions();
        var wanted = request.BackupId ?? throw ApiException.Invalid("backupId", "It is required: the id of the backup to restore.");
        // Before anything is started, and whoever waits is told to look elsewhere.
        var id = (await GetBackup.FindAsync(call, wanted).ConfigureAwait(false)).Id;
        if (request.DryRun)
            await PlanAsync(call, id, options).ConfigureAwait(false);
        else
            await RestoreAsync(call, id, options).ConfigureAwait(false);
    }

    private static async Task PlanAsync(ApiCall call, string id, RestoreOptions options)
    {
        using var place = call.Service<RequestGates>().Plans.Enter();
        var plan = await call.Backups.PlanRestoreAsync(id, options, call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(200, RestorePlanResponse.From(plan), ApiJson.Default.RestorePlanResponse).ConfigureAwait(false);
    }

    private static async Task RestoreAsync(ApiCall call, string id, RestoreOptions options)
    {
        var backups = call.Backups;
        var operation = call.Service<OperationRegistry>().Start(
            new OperationRequest(OperationKind.Restore, call.User) { BackupId = id, RestoredDatabase = options.CreateDatabase ?? "" },
            async operation => new OperationResult
            {
                Restore = RestoreResponse.From(
                    await backups.RestoreBackupAsync(id, options, operation, operation.Cancellation).ConfigureAwait(false)),
            });
        await OperationAnswers.AnswerAsync(
            call, operation, result => call.WriteAsync(200, result.Restore!, ApiJson.Default.RestoreResponse)).ConfigureAwait(false);
    }
}
