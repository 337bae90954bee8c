using PgBackup.History;
using PgBackup.Postgres;

namespace PgBackup.Tests.History;

/// <summary>A history log with its own connector and a collector of what it logs.</summary>
internal sealed class TestHistory : IAsyncDisposable
{
    public TestHistory(string connectionString, PgBackupOptions? options = null)
    {
        Connector = new Lazy<DatabaseConnector>(() => DatabaseConnector.For(connectionString));
        Log = new HistoryLog(options ?? new PgBackupOptions(), Connector, TimeProvider.System, Logged);
    }

    public LogCollector Logged { get; } = new();

    public Lazy<DatabaseConnector> Connector { get; }

    public HistoryLog Log { get; }

    public Task LogDeletionAsync() => Log.RecordAsync(
        new HistoryOperation("delete", null, []),
        () => Task.FromResult(1),
        _ => new HistoryOutcome("20260131-020000-0a1b2c3d", null, null),
        default);

    public async ValueTask DisposeAsync()
    {
        if (Connector.IsValueCreated)
            await Connector.Value.DisposeAsync();
    }
}
