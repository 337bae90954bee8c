using Microsoft.Extensions.Options;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Makes a backup.</summary>
internal static class CreateBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        call.Fields = CreateBackupRequest.Fields;
        var request = await call.ReadAsync(ApiJson.Default.CreateBackupRequest).ConfigureAwait(false);
        var options = request.ToOptions(call.Service<IOptions<PgBackupOptions>>().Value.Compression);
        var backups = call.Backups;
        var operation = call.Service<OperationRegistry>().Start(
            new OperationRequest(OperationKind.Backup, call.User),
            async operation => new OperationResult
            {
                Backup = BackupResponse.From(
                    await backups.CreateBackupAsync(options, operation, operation.Cancellation).ConfigureAwait(false)),
            });
        await OperationAnswers.AnswerAsync(call, operation, result =>
        {
            call.Response.Headers.Location = $"{call.Root}/{result.Backup!.Id}";
            return call.WriteAsync(201, result.Backup, ApiJson.Default.BackupResponse);
        }).ConfigureAwait(false);
    }
}
