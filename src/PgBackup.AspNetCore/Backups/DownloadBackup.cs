using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Sends the artifact as it is stored, or a range of it: a download that broke off goes on where it was, if it is still the
/// same file.</summary>
internal static class DownloadBackup
{
    public static async Task RunAsync(ApiCall call)
    {
        using var place = call.Service<RequestGates>().Downloads.Enter();
        var backup = await GetBackup.FindAsync(call, call.Id).ConfigureAwait(false);
        call.Response.Headers.ContentSecurityPolicy = "sandbox";
        var artifact = new ArtifactStream(call.Backups, backup);
        await using (artifact.ConfigureAwait(false))
        {
            var file = Results.Stream(
                artifact, MediaTypeOf(backup.Artifact), FileName(backup), backup.CreatedAt,
                new EntityTagHeaderValue($"\"{backup.Sha256}\""), enableRangeProcessing: true);
            await file.ExecuteAsync(call.Context).ConfigureAwait(false);
        }
    }

    // The name stands in the manifest, which is no more to be trusted than any file.
    private static string FileName(BackupInfo backup) =>
        backup.Artifact.StartsWith(backup.Id, StringComparison.Ordinal)
        && backup.Artifact.Length <= 100
        && backup.Artifact.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? backup.Artifact
            : backup.Id;

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".gz" => "application/gzip",
        ".zst" => "application/zstd",
        ".zip" => "application/zip",
        _ => "application/octet-stream",
    };
}
