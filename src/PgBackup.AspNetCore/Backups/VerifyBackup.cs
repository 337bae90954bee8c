using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Verifies a backup. One that is not good is an answer, not a problem.</summary>
internal static class VerifyBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        var request = await call.ReadAsync(ApiJson.Default.VerifyBackupRequest).ConfigureAwait(false);
        var level = request.Level ?? VerificationLevel.Checksums;
        var id = (await GetBackup.FindAsync(call, call.Id).ConfigureAwait(false)).Id;
        var backups = call.Backups;
        var operation = call.Service<OperationRegistry>().Start(
            new OperationRequest(OperationKind.Verification, call.User) { BackupId = id },
            async operation => new OperationResult
            {
                Verification = VerificationResponse.From(
                    await backups.VerifyBackupAsync(id, level, operation.Cancellation).ConfigureAwait(false)),
            });
        await OperationAnswers.AnswerAsync(
            call, operation, result => call.WriteAsync(200, result.Verification!, ApiJson.Default.VerificationResponse))
            .ConfigureAwait(false);
    }
}
