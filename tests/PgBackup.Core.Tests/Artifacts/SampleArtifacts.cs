using PgBackup.Playground;
using PgBackup.Postgres;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Artifacts;

/// <summary>One sample database, and artifacts of it for others to look at.</summary>
public sealed class SampleArtifacts : IAsyncLifetime, IDisposable
{
    private readonly BackupHost _host = new();
    private TestDatabase? _database;

    public async Task InitializeAsync()
    {
        _database = await PostgresServers.CreateDatabaseAsync();
        await SampleDatabase.CreateAsync(_database.ConnectionString, 0.05);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    public void Dispose() => _host.Dispose();

    internal async Task<(BackupManifest Manifest, string Path)> BackUpAsync(string format, BackupCompression compression)
    {
        var backups = _host.For(_database!.ConnectionString);
        var backup = await backups.CreateBackupAsync(new BackupOptions { Format = format, Compression = compression });
        return (await backups.ReadManifestAsync(backup.Id), Path.Combine(_host.StorePath, backup.Artifact));
    }

    /// <summary>Counts on the server what rows a backup should hold, in the order of the artifact.</summary>
    internal async Task<IReadOnlyList<string>> CountRowsAsync(BackupManifest manifest)
    {
        // Large objects are cut into rows as the library sees fit.
        var counts = manifest.Entries.Select(e => e.Table).OfType<BackupTable>().Select((t, i) =>
            $"SELECT {i}, {Sql.Literal($"{t.Schema}.{t.Name} ")} || "
            + (t.Target == BackupTableTarget.LargeObjects
                ? $"{t.Rows}"
                : $"(SELECT count(*) FROM ONLY {Sql.Qualified(t.Schema, t.Name)})"));
        return await _database!.ColumnAsync<string>($"SELECT n FROM ({string.Join("\nUNION ALL\n", counts)}) AS c(i, n) ORDER BY i");
    }
}
