using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>Restores a backup into a throw-away database, compares the rows of each table, and drops it.</summary>
internal sealed class TestRestore(
    BackupRepository repository, IReadOnlyDictionary<string, IBackupFormat> formats, DatabaseConnector connector, PgBackupOptions options,
    TimeProvider time)
{
    /// <summary>Restores and compares.</summary>
    /// <returns>The report with what was found, and the time that it took.</returns>
    public async Task<VerificationReport> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var manifest = await repository.ReadManifestAsync(report.BackupId, cancellationToken).ConfigureAwait(false);
        if (!formats.TryGetValue(manifest.Backup.Format, out var format))
            return report with { Problems = [$"The format '{manifest.Backup.Format}' is not registered."], IsInconclusive = true };

        var found = await ServerErrors
            .TranslateAsync(repository.Store, () => FindProblemsAsync(manifest, format, cancellationToken)).ConfigureAwait(false);
        return report with
        {
            Problems = found.Problems,
            IsInconclusive = found.IsInconclusive,
            Duration = report.Duration + time.GetElapsedTime(started),
        };
    }

    // A server that is full, busy or gone says nothing of the backup.
    private static bool IsAboutBackup(PgBackupException exception) => exception.Code is PgBackupErrorCodes.RestoreFailed
        or PgBackupErrorCodes.ArtifactCorrupt or PgBackupErrorCodes.ManifestCorrupt;

    private async Task<(IReadOnlyList<string> Problems, bool IsInconclusive)> FindProblemsAsync(
        BackupManifest manifest, IBackupFormat format, CancellationToken cancellationToken)
    {
        var server = await ServerDatabases.ConnectAsync(connector, staysOut: false, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
            return await ThrowawayDatabase.UseAsync(server, manifest.Database, RestoreAsync, cancellationToken).ConfigureAwait(false);

        async Task<(IReadOnlyList<string> Problems, bool IsInconclusive)> RestoreAsync(DatabaseConnector target)
        {
            try
            {
                var settings = RestoreSettings.From(new RestoreOptions(), options);
                var runner = new RestoreRunner(repository, manifest, format, target, settings, time) { IsNewDatabase = true };
                await ServerErrors.TranslateAsync(repository.Store, () => runner.RunAsync(null, cancellationToken)).ConfigureAwait(false);
                var problems = await RestoredRows.CompareAsync(target, manifest, mayLack: false, cancellationToken).ConfigureAwait(false);
                if (problems.Count == 0)
                {
                    problems = await ServerErrors.TranslateAsync(
                        repository.Store,
                        () => ContentComparison.RunAsync(target, manifest, mayLack: false, cancellationToken)).ConfigureAwait(false);
                }

                return (problems, false);
            }
            catch (PgBackupException exception)
            {
                return ([exception.Message], !IsAboutBackup(exception));
            }
        }
    }
}
