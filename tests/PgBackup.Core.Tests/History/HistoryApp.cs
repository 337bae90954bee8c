using Microsoft.Extensions.DependencyInjection;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.History;

/// <summary>An application that reads the history of a database.</summary>
internal sealed class HistoryApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public HistoryApp(string connectionString, string directory, Action<PgBackupOptions>? configure = null)
    {
        _services = new ServiceCollection()
            .AddPgBackup(options =>
            {
                (options.ConnectionString, options.Directory) = (connectionString, directory);
                configure?.Invoke(options);
            })
            .AddSchedule("nightly", "0 2 * * *", s => s.TestRestoreEvery = 3)
            .Services.BuildServiceProvider();
    }

    public IBackupHistory History => _services.GetRequiredService<IBackupHistory>();

    public IDatabaseBackup Backup => _services.GetRequiredService<IDatabaseBackup>();

    public IScheduledBackupService Schedules => _services.GetRequiredService<IScheduledBackupService>();

    /// <summary>Writes rows as operations of long ago would have left them.</summary>
    public static Task InsertAsync(TestDatabase database, string rows) => database.ExecuteAsync($"""
        INSERT INTO pgbackup.backup_history
            (id, operation, outcome, started_at, finished_at, database_role, library_version, size_bytes, row_count, schedule_id,
             due_at, instance)
        SELECT gen_random_uuid(), operation, outcome, at, CASE WHEN outcome <> 'running' THEN at + took END, 'me', '1', size, size / 10,
               schedule, due, instance
        FROM ({rows}) r (operation, outcome, at, took, size, schedule, due, instance)
        """);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
