using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>Restores a backup into a throw-away database, compares the rows of each table, and drops it.</summary>
internal sealed class TestRestore(
    BackupRepository repository, IReadOnlyDictionary<string, IBackupFormat> formats, DatabaseConnector connector, PgBackupOptions options, TimeProvider time)
{
    /// <summary>Restores and compares.</summary>
    /// <returns>The report with what was found, and the time that it took.</returns>
    public async Task<VerificationReport> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var manifest = await repository.ReadManifestAsync(report.BackupId, cancellationToken).ConfigureAwait(false);
        if (!formats.TryGetValue(manifest.Backup.Format, out var format))
            return report with { Problems = [$"The format '{manifest.Backup.Format}' is not registered."] };

        var problems = await ServerErrors
            .TranslateAsync(repository.Store, () => FindProblemsAsync(manifest, format, cancellationToken)).ConfigureAwait(false);
        return report with { Problems = problems, Duration = report.Duration + time.GetElapsedTime(started) };
    }

    private async Task<IReadOnlyList<string>> FindProblemsAsync(
        BackupManifest manifest, IBackupFormat format, CancellationToken cancellationToken)
    {
        var server = await ServerDatabases.ConnectAsync(connector, staysOut: false, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
            return await ThrowawayDatabase.UseAsync(server, manifest.Database, RestoreAsync, cancellationToken).ConfigureAwait(false);

        async Task<IReadOnlyList<string>> RestoreAsync(DatabaseConnector target)
        {
            try
            {
                var settings = RestoreSettings.From(new RestoreOptions(), options);
                var runner = new RestoreRunner(repository, manifest, format, target, settings, time) { IsNewDatabase = true };
                await ServerErrors.TranslateAsync(repository.Store, () => runner.RunAsync(null, cancellationToken)).ConfigureAwait(false);
                var problems = await RestoredRows.CompareAsync(target, manifest, mayLack: false, cancellationToken).ConfigureAwait(false);
                return problems.Count > 0 ? problems : await ServerErrors.TranslateAsync(
                    repository.Store, () => ContentComparison.RunAsync(target, manifest, mayLack: false, cancellationToken)).ConfigureAwait(false);
            }
            catch (PgBackupException exception)
            {
                return [exception.Message];
            }
        }
    }
}
