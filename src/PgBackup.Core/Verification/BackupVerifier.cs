using PgBackup.Archive;
using PgBackup.Formats;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>Checks a backup against its manifest, without a server.</summary>
internal sealed class BackupVerifier(BackupRepository repository, IReadOnlyDictionary<string, IBackupFormat> formats, TimeProvider time)
{
    public async Task<VerificationReport> VerifyAsync(string backupId, VerificationLevel level, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        BackupManifest manifest;
        string? database = null;
        try
        {
            manifest = await repository.ReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
            database = manifest.Backup.Database;
            ManifestCheck.Require(manifest);
        }
        catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ManifestCorrupt)
        {
            return Report([exception.Message], 0, 0);
        }

        var reader = new ArtifactReader(manifest, (offset, length, token) => repository.OpenArtifactAsync(manifest, offset, length, token));
        try
        {
            var (problems, bytesRead) = await reader.CheckAllAsync(cancellationToken).ConfigureAwait(false);
            if (level >= VerificationLevel.Structure && problems.Count == 0)
            {
                if (!formats.TryGetValue(manifest.Backup.Format, out var format))
                {
                    problems.Add($"The format '{manifest.Backup.Format}' is not registered, so what the artifact holds cannot be read.");
                    return Report(problems, bytesRead, manifest.Segments.Count) with { IsInconclusive = true };
                }

                await CheckStructureAsync(manifest, new ContentReader(reader, format), problems, cancellationToken).ConfigureAwait(false);
            }

            return Report(problems, bytesRead, manifest.Segments.Count);
        }
        catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ArtifactCorrupt)
        {
            return Report([exception.Message], 0, 0);
        }

        VerificationReport Report(IReadOnlyList<string> problems, long bytesRead, int segments) => new()
        {
            BackupId = backupId,
            Database = database,
            Level = level,
            Problems = problems,
            BytesRead = bytesRead,
            Segments = segments,
            Duration = time.GetElapsedTime(started),
        };
    }

    private static async Task CheckStructureAsync(
        BackupManifest manifest, ContentReader reader, List<string> problems, CancellationToken cancellationToken)
    {
        new ManifestStructure(manifest, problems).Check();
        var structure = new StructureCheck(reader, problems);
        await structure.CheckStatementsAsync(manifest, cancellationToken).ConfigureAwait(false);
        foreach (var table in manifest.Entries.Select(e => e.Table).OfType<BackupTable>())
            await structure.CheckRowsAsync(manifest, table, cancellationToken).ConfigureAwait(false);
    }
}
