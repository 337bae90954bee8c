using Npgsql;
using PgBackup.Benchmarks.Measuring;
using PgBackup.Benchmarks.Tools;
using PgBackup.Playground.Servers;

namespace PgBackup.Benchmarks.Contests;

/// <summary>A server with a database to back up, and room for what is written.</summary>
internal sealed class Arena : IAsyncDisposable
{
    private readonly ThrowawayServer _server;
    private readonly ServerClock? _clock;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-benchmarks-");

    // The newest backup of each of ours, by the contender's name.
    private readonly Dictionary<string, string> _backups = [];

    private Arena(ThrowawayServer server, ClientTools tools, int jobs, string source)
    {
        _server = server;
        _clock = ServerClock.Of(server.DataDirectory);
        Tools = tools;
        Jobs = jobs;
        Source = source;
    }

    public ClientTools Tools { get; }

    public int Jobs { get; }

    /// <summary>Gets the connection string of the database that is backed up.</summary>
    public string Source { get; set; }

    /// <summary>Gets what a picture says, which is published: nothing of where things are on this machine.</summary>
    public string Caption => $"PostgreSQL {Tools.Major}, {Environment.ProcessorCount} cores, {Jobs} jobs";

    public string Description => $"{_server.Source}, client programs {Tools.Major}, {Environment.ProcessorCount} cores, {Jobs} jobs";

    /// <summary>Starts a server, or takes the one of a database that is there.</summary>
    /// <param name="major">The server's major; null for the one that is at hand.</param>
    /// <param name="database">The connection string of a database that is there, or null.</param>
    /// <param name="jobs">How many jobs each contender has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Arena> StartAsync(int? major, string? database, int jobs, CancellationToken cancellationToken)
    {
        // By this variable the throw-away server becomes the user's own, on which nothing but its own databases is changed.
        Environment.SetEnvironmentVariable("PGBACKUP_CONNECTION", database);
        // The server's own defaults, but for what a server that loads data in bulk is usually given.
        var options = new ThrowawayServerOptions { Major = major };
        if (database is null)
            options.Settings = new Dictionary<string, string> { ["max_wal_size"] = "4GB", ["max_locks_per_transaction"] = "256" };
        var server = await ThrowawayServer.StartAsync(options, cancellationToken);
        try
        {
            return new Arena(server, await ClientTools.FindAsync(server.Major), jobs, database ?? server.ConnectionString);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken) =>
        await _server.CreateDatabaseAsync(cancellationToken: cancellationToken);

    public Task DropDatabaseAsync(string connectionString) =>
        _server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!);

    /// <summary>Gets a contender's folder, whether it exists or not.</summary>
    public string FolderOf(string contender) =>
        Path.Combine(_directory.FullName, string.Concat(contender.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));

    /// <summary>Makes a contender's folder, and empties it.</summary>
    public string EmptyFolderOf(string contender)
    {
        var folder = FolderOf(contender);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    public void SetBackup(string contender, string id) => _backups[contender] = id;

    public string BackupOf(string contender) => _backups.TryGetValue(contender, out var id)
        ? id
        : throw new CommandFailedException($"There is no backup of '{contender}' yet: its contest comes first.");

    /// <summary>Runs programs, from a clean state of the server.</summary>
    public async Task<(Measurement Measurement, string Output)> MeasureAsync(
        IReadOnlyList<ToolCommand> commands, CancellationToken cancellationToken)
    {
        await CheckpointAsync(cancellationToken);
        return await CommandRun.MeasureAsync(commands, _clock, cancellationToken);
    }

    /// <summary>Has the server flush what one contender has written, which it must not do while the next one runs.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", connection) { CommandTimeout = 0 };
        await checkpoint.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _directory.Delete(recursive: true);
        await _server.DisposeAsync();
    }
}
