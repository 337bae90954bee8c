using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Playground.Comparison;
using PgBackup.Soak.Faults;
using PgBackup.Stores;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>A test with a store of its own and databases on the server of the faults; at its end nothing may be left but what it
/// made.</summary>
[Collection(FaultTestGroup.Name)]
public abstract class FaultTest(FaultServer fixture) : IAsyncLifetime
{
    private const string MadeByTheLibrary = """
        SELECT COALESCE(array_agg(datname::text), '{}') FROM pg_database WHERE datname ~ '_pgbackup_new_|_replaced_|^pgbackup_test_'
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-fault-");
    private readonly List<string> _databases = [];
    private readonly List<DirectoryInfo> _directories = [];
    private readonly List<IAsyncDisposable> _hosts = [];

    protected FaultServer Fixture { get; } = fixture;

    /// <summary>Gets the connection string of a database with the bank in it.</summary>
    protected string Source { get; private set; } = "";

    protected string StorePath => Path.Combine(_directory.FullName, "store");

    private protected FaultStore Store { get; private set; } = null!;

    private protected IDatabaseBackup Backups => Over(Source);

    public virtual async Task InitializeAsync()
    {
        Store = new FaultStore(new LocalFileStore(StorePath));
        Source = await DatabaseAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        if (!await Fixture.AnswersAsync())
            await ServerCrash.RecoverAsync(Fixture.Server);
        // What a failed test left must not fail the next one.
        var left = await FaultServer.ScalarAsync<string[]>(Fixture.Server.ConnectionString, MadeByTheLibrary);
        foreach (var database in _databases.Concat(left!))
            await Fixture.Server.DropDatabaseAsync(database);
        _directory.Delete(recursive: true);
        foreach (var directory in _directories)
            directory.Delete(recursive: true);
    }

    /// <summary>Makes a database that goes with the test.</summary>
    protected async Task<string> DatabaseAsync(bool isEmpty = false)
    {
        var connection = await Fixture.CreateDatabaseAsync(isEmpty);
        DropLater(NameOf(connection));
        return connection;
    }

    /// <summary>Deletes a directory when the test is over.</summary>
    protected void DeleteLater(DirectoryInfo directory) => _directories.Add(directory);

    protected void DropLater(string database) => _databases.Add(database);

    protected static string NameOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    /// <summary>The library over a database and the store with its faults; connections are not kept.</summary>
    private protected IDatabaseBackup Over(string connection, TimeProvider? time = null, bool inPieces = false)
    {
        var options = new PgBackupOptions { ConnectionString = connection, History = HistoryMode.Disabled, Jobs = 3 };
        if (inPieces)
            options.ParallelRestoreFrom = 0;
        var backups = new DatabaseBackup(
            Options.Create(options), TestFormats.All, Store, time ?? TimeProvider.System, NullLogger<DatabaseBackup>.Instance);
        _hosts.Add(backups);
        return backups;
    }

    /// <summary>Copies a database as it is, to compare with later.</summary>
    protected async Task<string> CopyAsync(string connection)
    {
        var name = $"copy_{Guid.NewGuid():N}"[..20];
        await FaultServer.ExecuteAsync(Fixture.Server.ConnectionString, $"CREATE DATABASE {name} TEMPLATE {NameOf(connection)}");
        DropLater(name);
        return Fixture.In(name);
    }

    protected static async Task<bool> AreAlikeAsync(string expected, string actual) =>
        (await DatabaseComparison.CompareAsync(expected, actual)).Count == 0;

    protected static async Task AlikeAsync(string expected, string actual, string because = "") =>
        (await DatabaseComparison.CompareAsync(expected, actual)).Should().BeEmpty(because);

    /// <summary>Insists that a failed operation left nothing, and that all backups that are listed are whole.</summary>
    private protected async Task NothingIsLeftAsync(string because, TimeSpan? within = null, params string[] databases)
    {
        Store.Heal();
        (await LeftBehind.OnServerAsync([Source, .. databases], within ?? Soon)).Should().BeEmpty(because);
        (await LeftBehind.InStoreAsync(StorePath, Backups)).Should().BeEmpty(because);
        await ListedAreWholeAsync(because);
    }

    private protected async Task ListedAreWholeAsync(string because)
    {
        foreach (var backup in await Backups.ListBackupsAsync())
            (await Backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty(because);
    }

    private protected static async Task<PgBackupException> FailsAsync(Func<Task> action, params string[] codes)
    {
        var exception = (await action.Should().ThrowAsync<PgBackupException>()).Which;
        codes.Should().Contain(exception.Code, exception.Message);
        return exception;
    }

    private protected static Immediate<BackupProgress> At(BackupPhase phase, Action action)
    {
        var done = 0;
        return new(p =>
        {
            if (p.Phase == phase && Interlocked.Exchange(ref done, 1) == 0)
                action();
        });
    }

    private protected static Immediate<RestoreProgress> At(RestorePhase phase, Action action)
    {
        var done = 0;
        return new(p =>
        {
            if (p.Phase == phase && Interlocked.Exchange(ref done, 1) == 0)
                action();
        });
    }
}
