using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.Benchmarks.Measuring;

namespace PgBackup.Benchmarks.Contests;

/// <summary>The library within this process, which has made a backup and a restore before, as in an application that runs for long: no
/// program starts, and no code is compiled for the first time.</summary>
internal static class LibraryContenders
{
    private static readonly BackupOptions Small = new() { SchemaOnly = true, Jobs = 1 };

    /// <summary>Makes a backup, when it has made the same one before.</summary>
    public static Contender Backup(string name) => new(name, async (arena, cancellationToken) =>
    {
        var folder = arena.EmptyFolderOf(name);
        await using var services = Services(arena.Source, folder);
        var backups = services.GetRequiredService<IDatabaseBackup>();
        var options = new BackupOptions { Jobs = arena.Jobs };
        var before = await backups.CreateBackupAsync(options, cancellationToken: cancellationToken);
        await backups.DeleteBackupAsync(before.Id, cancellationToken: cancellationToken);
        BackupInfo? made = null;
        var measurement = await MeasureAsync(
            arena,
            async () => made = await backups.CreateBackupAsync(options, cancellationToken: cancellationToken),
            cancellationToken);
        arena.SetBackup(name, made!.Id);
        return measurement with { OutputBytes = made.Size };
    });

    /// <summary>Restores a backup into an empty database.</summary>
    /// <param name="name">The contender's name.</param>
    /// <param name="backup">The contender whose newest backup is restored.</param>
    public static Contender Restore(string name, string backup) => new(name, async (arena, cancellationToken) =>
    {
        var target = await arena.CreateDatabaseAsync(cancellationToken);
        try
        {
            await using var services = Services(target, arena.FolderOf(backup));
            var backups = services.GetRequiredService<IDatabaseBackup>();
            var empty = await backups.CreateBackupAsync(Small, cancellationToken: cancellationToken);
            await backups.RestoreBackupAsync(empty.Id, cancellationToken: cancellationToken);
            return await MeasureAsync(
                arena,
                () => backups.RestoreBackupAsync(
                    arena.BackupOf(backup), new RestoreOptions { Jobs = arena.Jobs }, cancellationToken: cancellationToken),
                cancellationToken);
        }
        finally
        {
            await arena.DropDatabaseAsync(target);
        }
    });

    private static ServiceProvider Services(string connectionString, string folder) => new ServiceCollection()
        .AddPgBackup(o => (o.ConnectionString, o.Directory, o.History) = (connectionString, folder, HistoryMode.Disabled))
        .Services.BuildServiceProvider();

    private static async Task<Measurement> MeasureAsync(Arena arena, Func<Task> work, CancellationToken cancellationToken)
    {
        await arena.CheckpointAsync(cancellationToken);
        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        return new Measurement(
            Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu, ServerCpu: null, PeakMemory: 0, OutputBytes: 0);
    }
}
