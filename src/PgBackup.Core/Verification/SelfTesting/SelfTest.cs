using System.Globalization;
using System.Security.Cryptography;
using PgBackup.Backup;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>The whole round trip with the host's own database, which it only reads; what it makes is gone afterwards.</summary>
internal sealed class SelfTest(
    DatabaseConnector connector, IBackupStore store, IReadOnlyList<IBackupFormat> formats, PgBackupOptions defaults,
    SelfTestOptions options, TimeProvider time)
{
    /// <summary>How the labels of its backups begin.</summary>
    public const string LabelPrefix = "self-test ";

    private static readonly string[] StepNames = ["backup", "list", "verify", "restore", "compare", "delete"];

    // Cleaning up must not depend on the token that may have been the reason for it.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromMinutes(2);

    private readonly BackupRepository _repository = new(store, formats.Select(f => f.FileExtension), time);

    // Backups are found by it, also those that were made while they were cancelled.
    private readonly string _label = LabelPrefix + RandomNumberGenerator.GetHexString(12, lowercase: true);

    public async Task<SelfTestReport> RunAsync(
        IProgress<SelfTestStep>? progress, Func<string> removeStore, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var steps = new StepRecorder(progress, time, cancellationToken);
        SmallTables? tables = null;
        try
        {
            var isConnected = await steps.RunAsync("connect", async () =>
            {
                tables = await ServerErrors.TranslateAsync(
                    store, () => SmallTables.ReadAsync(connector, options, defaults.LockTimeout, cancellationToken)).ConfigureAwait(false);
                return (true, tables.Description);
            }).ConfigureAwait(false);
            foreach (var format in formats)
            {
                if (isConnected)
                    await TryAsync(format, tables!, steps, cancellationToken).ConfigureAwait(false);
                else
                    steps.Skip("The database cannot be read.", StepsOf(format));
            }
        }
        finally
        {
            await steps.RunAsync(
                "clean up", async () => (true, await CleanUpAsync(removeStore).ConfigureAwait(false))).ConfigureAwait(false);
        }

        return new SelfTestReport { Steps = steps.Steps, TablesWithoutRows = tables?.Names ?? [], Duration = time.GetElapsedTime(started) };
    }

    private static IEnumerable<string> StepsOf(IBackupFormat format) =>
        StepNames.Select(step => $"{step} {format.Name}");

    private async Task TryAsync(IBackupFormat format, SmallTables tables, StepRecorder steps, CancellationToken cancellationToken)
    {
        BackupInfo? backup = null;
        var isMade = await steps.RunAsync($"backup {format.Name}", async () =>
        {
            backup = await BackUpAsync(connector, format, new BackupOptions
            {
                ExcludeData = [.. tables.Patterns],
                LargeObjects = tables.HasLargeObjects ? null : false,
                Label = _label,
            }, cancellationToken).ConfigureAwait(false);
            var warnings = backup.Warnings.Count == 0 ? "" : $" {string.Join(" ", backup.Warnings)}";
            return (true, Invariant($"{backup.Rows} rows of {backup.Tables} tables in {backup.Size} bytes.{warnings}"));
        }).ConfigureAwait(false);
        if (!isMade)
        {
            steps.Skip("There is no backup.", StepsOf(format).Skip(1));
            return;
        }

        await steps.RunAsync($"list {format.Name}", () => ListAsync(backup!, cancellationToken)).ConfigureAwait(false);
        var isGood = await steps.RunAsync(
            $"verify {format.Name}", () => VerifyAsync(backup!, format, cancellationToken)).ConfigureAwait(false);
        if (isGood)
            await RestoreAsync(backup!, format, steps, cancellationToken).ConfigureAwait(false);
        else
            steps.Skip("The backup is not good.", $"restore {format.Name}", $"compare {format.Name}");
        await steps.RunAsync($"delete {format.Name}", () => DeleteAsync(backup!, cancellationToken)).ConfigureAwait(false);
    }

    private Task<BackupInfo> BackUpAsync(
        DatabaseConnector database, IBackupFormat format, BackupOptions backup, CancellationToken cancellationToken) =>
        ServerErrors.TranslateAsync(
            store,
            () => new BackupRunner(database, store, format, time).RunAsync(BackupSettings.From(backup, defaults), null, cancellationToken));

    private async Task<(bool Passed, string Message)> ListAsync(BackupInfo backup, CancellationToken cancellationToken)
    {
        var listed = await _repository.ListAsync(new BackupFilter(), cancellationToken).ConfigureAwait(false);
        return listed.Exists(b => b.Id == backup.Id)
            ? (true, $"Backup {backup.Id} is listed.")
            : (false, $"Backup {backup.Id} was made, and the store does not list it.");
    }

    private async Task<(bool Passed, string Message)> VerifyAsync(
        BackupInfo backup, IBackupFormat format, CancellationToken cancellationToken)
    {
        var verifier = new BackupVerifier(_repository, new Dictionary<string, IBackupFormat> { [format.Name] = format }, time);
        var report = await verifier.VerifyAsync(backup.Id, VerificationLevel.Structure, cancellationToken).ConfigureAwait(false);
        return report.IsGood
            ? (true, Invariant($"{report.BytesRead} bytes in {report.Segments} segments are as they were written, and decode."))
            : (false, string.Join(" ", report.Problems));
    }

    private async Task RestoreAsync(BackupInfo backup, IBackupFormat format, StepRecorder steps, CancellationToken cancellationToken)
    {
        var isCompared = false;
        var isRestored = false;
        // The database lives as long as both steps.
        var failure = await RunQuietlyAsync(() => ServerErrors.TranslateAsync(store, async () =>
        {
            var manifest = await _repository.ReadManifestAsync(backup.Id, cancellationToken).ConfigureAwait(false);
            var server = await ServerDatabases.ConnectAsync(connector, staysOut: false, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                await RequireRightAsync(server, cancellationToken).ConfigureAwait(false);
                return await ThrowawayDatabase.UseAsync(server, manifest.Database, UseAsync, cancellationToken).ConfigureAwait(false);
            }

            async Task<bool> UseAsync(DatabaseConnector copy)
            {
                IReadOnlyList<string> warnings = [];
                isRestored = await steps.RunAsync($"restore {format.Name}", async () =>
                {
                    var settings = RestoreSettings.From(new RestoreOptions { SkipForbidden = true }, defaults);
                    var runner = new RestoreRunner(_repository, manifest, format, copy, settings, time);
                    var result = await ServerErrors.TranslateAsync(
                        store, () => runner.RunAsync(null, cancellationToken)).ConfigureAwait(false);
                    warnings = result.Warnings;
                    var left = warnings.Count == 0 ? "" : $" {string.Join(" ", warnings)}";
                    return (true, Invariant($"{result.ObjectsCreated} objects and {result.Rows} rows into a new database.{left}"));
                }).ConfigureAwait(false);
                if (!isRestored)
                    return true;
                isCompared = true;
                await steps.RunAsync(
                    $"compare {format.Name}",
                    () => CompareAsync(manifest, copy, format, warnings.Count > 0, cancellationToken)).ConfigureAwait(false);
                return true;
            }
        })).ConfigureAwait(false);

        if (failure is not null && !steps.Steps.Any(s => s.Name == $"restore {format.Name}"))
            await steps.RunAsync($"restore {format.Name}", () => Task.FromResult((false, failure))).ConfigureAwait(false);
        else if (failure is not null)
            await steps.RunAsync($"drop the copy of {format.Name}", () => Task.FromResult((false, failure))).ConfigureAwait(false);
        if (!isCompared)
            steps.Skip("Nothing was restored.", $"compare {format.Name}");
    }

    private static async Task<string?> RunQuietlyAsync(Func<Task<bool>> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (PgBackupException exception)
        {
            return exception.Message;
        }
    }

    private static async Task RequireRightAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Of a database that is not there, only whether it may be made is told.
            if (await DatabaseRights.FindConflictAsync(connection, "", cancellationToken).ConfigureAwait(false) is { } lack)
                throw new PgBackupException(lack.Code, lack.Message) { ObjectName = lack.Name };
        }
    }

    private async Task<(bool Passed, string Message)> CompareAsync(
        BackupManifest manifest, DatabaseConnector copy, IBackupFormat format, bool isPartial, CancellationToken cancellationToken)
    {
        var problems = await RestoredRows.CompareAsync(copy, manifest, isPartial, cancellationToken).ConfigureAwait(false);
        if (problems.Count == 0)
        {
            problems = await ServerErrors.TranslateAsync(
                store, () => ContentComparison.RunAsync(copy, manifest, isPartial, cancellationToken)).ConfigureAwait(false);
        }

        if (problems.Count > 0)
            return (false, string.Join(" ", problems));
        if (isPartial)
            return (true, "The rows are equal. Definitions are not compared, as the restore left out what its warnings say.");
        var definitions = await BackUpAsync(
            copy, format, new BackupOptions { SchemaOnly = true, Label = _label }, cancellationToken).ConfigureAwait(false);
        problems = await new DefinitionComparison(_repository, format)
            .RunAsync(manifest.Backup.Id, definitions.Id, cancellationToken).ConfigureAwait(false);
        await _repository.DeleteAsync(definitions.Id, cancellationToken).ConfigureAwait(false);
        return problems.Count > 0 ? (false, string.Join(" ", problems)) : (true, "Definitions and rows are equal.");
    }

    private async Task<(bool Passed, string Message)> DeleteAsync(BackupInfo backup, CancellationToken cancellationToken)
    {
        await _repository.DeleteAsync(backup.Id, cancellationToken).ConfigureAwait(false);
        var left = await _repository.ListAsync(new BackupFilter(), cancellationToken).ConfigureAwait(false);
        return left.Exists(b => b.Id == backup.Id)
            ? (false, $"Backup {backup.Id} was deleted, and is still listed.")
            : (true, $"Backup {backup.Id} is gone.");
    }

    private async Task<string> CleanUpAsync(Func<string> removeStore)
    {
        using var stop = new CancellationTokenSource(CleanUpTime);
        try
        {
            var backups = await _repository.ListAsync(new BackupFilter(), stop.Token).ConfigureAwait(false);
            foreach (var backup in backups.Where(b => b.Label == _label))
                await _repository.DeleteAsync(backup.Id, stop.Token).ConfigureAwait(false);
        }
        catch (PgBackupException exception)
        {
            throw new PgBackupException(
                exception.Code, $"Backups of the label '{_label}' may be left in {store.Description}. {exception.Message}", exception);
        }

        return removeStore();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
