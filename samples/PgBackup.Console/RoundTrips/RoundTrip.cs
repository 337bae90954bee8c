using PgBackup.ConsoleHost.Hosting;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;
using PgBackup.Playground.Comparison;

namespace PgBackup.ConsoleHost.RoundTrips;

/// <summary>Backs a database up in every format, restores each backup into a database of its own and proves the copies equal.
/// What it makes is gone afterwards, whatever happens.</summary>
internal sealed class RoundTrip(string original, StepReport steps, Terminal terminal)
{
    private const int DifferencesShown = 10;

    private static readonly TimeSpan CleanUpTime = TimeSpan.FromMinutes(2);

    private readonly CopyDatabases _copies = new(original);

    /// <summary>Runs all steps.</summary>
    /// <returns>The backups that were made and restored; they no longer exist.</returns>
    public async Task<IReadOnlyList<BackupInfo>> RunAsync(CancellationToken cancellationToken)
    {
        var store = Directory.CreateTempSubdirectory("pgbackup-");
        try
        {
            await using var host = new BackupHost(new HostSettings(original, store.FullName, History: false), terminal);
            List<BackupInfo> backups = [];
            foreach (var format in host.Formats)
                backups.Add(await BackUpAsync(host.Backup, format, cancellationToken));

            await ListAsync(host.Backup, backups, cancellationToken);
            foreach (var backup in backups)
                await ProveAsync(host.Backup, backup, cancellationToken);
            await DeleteAsync(host.Backup, backups, cancellationToken);
            return backups;
        }
        finally
        {
            await CleanUpAsync(store);
        }
    }

    private Task<BackupInfo> BackUpAsync(IDatabaseBackup backup, string format, CancellationToken cancellationToken) =>
        steps.RunAsync(
            $"backup {format}",
            () => ProgressDisplay.ShowBackupAsync(
                terminal, progress => backup.CreateBackupAsync(new BackupOptions { Format = format }, progress, cancellationToken)),
            made => $"{BackupSummary.Contents(made)}; {BackupSummary.Size(made)}");

    private async Task ListAsync(IDatabaseBackup backup, List<BackupInfo> expected, CancellationToken cancellationToken)
    {
        var listed = await steps.RunAsync(
            "list",
            async () =>
            {
                var listed = await backup.ListBackupsAsync(cancellationToken: cancellationToken);
                return listed.Select(b => b.Id).Order().SequenceEqual(expected.Select(b => b.Id).Order())
                    ? listed
                    : throw new FailedException($"The store lists {listed.Count} backups; {expected.Count} were made.");
            },
            listed => Quantity.Count(listed.Count, "backup"));

        foreach (var item in listed)
            terminal.Note($"        {item.Artifact}  {Quantity.Time(item.CreatedAt)}");
    }

    private async Task ProveAsync(IDatabaseBackup backup, BackupInfo made, CancellationToken cancellationToken)
    {
        await steps.RunAsync(
            $"verify {made.Format}",
            async () =>
            {
                var report = await ProgressDisplay.ShowActivityAsync(
                    terminal, "verifying", () => backup.VerifyBackupAsync(made.Id, VerificationLevel.Structure, cancellationToken));
                return report.IsGood ? report : throw new FailedException($"Backup {made.Id} is not good: {report.Problems[0]}");
            },
            report => $"{Quantity.Bytes(report.BytesRead)} in {Quantity.Count(report.Segments, "segment")}");

        var copy = "";
        var restored = await steps.RunAsync(
            $"restore {made.Format}",
            async () =>
            {
                copy = await _copies.CreateAsync(cancellationToken);
                var options = new RestoreOptions { Target = copy };
                return await ProgressDisplay.ShowRestoreAsync(
                    terminal, progress => backup.RestoreBackupAsync(made.Id, options, progress, cancellationToken));
            },
            result => $"{Quantity.Count(result.ObjectsCreated, "object")}, {Quantity.Count(result.Rows, "row")} into a new database");

        foreach (var warning in restored.Warnings)
            terminal.Warning(warning);
        await CompareAsync(made.Format, copy, sameRoles: restored.Warnings.Count == 0, cancellationToken);
    }

    /// <summary>Compares the copy with the original. Owners and privileges that the restore left out are not differences.</summary>
    private async Task CompareAsync(string format, string copy, bool sameRoles, CancellationToken cancellationToken) =>
        await steps.RunAsync(
            $"compare {format}",
            async () =>
            {
                var options = new ComparisonOptions { Owners = sameRoles, Privileges = sameRoles };
                var differences = await ProgressDisplay.ShowActivityAsync(
                    terminal, "comparing", () => DatabaseComparison.CompareAsync(original, copy, options, cancellationToken));
                foreach (var difference in differences.Take(DifferencesShown))
                    terminal.Warning(difference.ToString());
                return differences.Count == 0
                    ? sameRoles
                    : throw new FailedException(
                        $"The {format} copy differs from the original in {Quantity.Count(differences.Count, "place")}, " +
                        $"first {differences[0]}. " +
                        "If others were writing to the database, try again when it is quiet.");
            },
            all => all ? "definitions and data are equal" : "definitions and data are equal, owners and privileges aside");

    private async Task DeleteAsync(IDatabaseBackup backup, List<BackupInfo> backups, CancellationToken cancellationToken) =>
        await steps.RunAsync(
            "delete",
            async () =>
            {
                foreach (var made in backups)
                    await backup.DeleteBackupAsync(made.Id, cancellationToken);
                var left = await backup.ListBackupsAsync(cancellationToken: cancellationToken);
                return left.Count == 0 ? backups.Count : throw new FailedException($"{left.Count} deleted backups are still listed.");
            },
            count => Quantity.Count(count, "backup"));

    /// <summary>Cancelling the round trip must not cancel this.</summary>
    private async Task CleanUpAsync(DirectoryInfo store) =>
        await steps.RunAsync(
            "clean up",
            async () =>
            {
                using var time = new CancellationTokenSource(CleanUpTime);
                var databases = await _copies.DropAsync(time.Token);
                store.Delete(recursive: true);
                return databases;
            },
            databases => $"{Quantity.Count(databases, "database")} dropped, the temporary store removed");
}
