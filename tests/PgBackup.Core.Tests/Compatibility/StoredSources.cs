using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Compatibility;

/// <summary>The databases that stored artifacts were made of, made anew; on the artifact's own major where that is under test.</summary>
public sealed class StoredSources : IAsyncLifetime
{
    private const string Roles = """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgbackup_compat_owner') THEN
                CREATE ROLE pgbackup_compat_owner;
                CREATE ROLE pgbackup_compat_reader;
            END IF;
        END $$
        """;

    private readonly Dictionary<string, TestDatabase> _databases = [];

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Runs the scripts of an artifact's database.</summary>
    internal static async Task RunAsync(StoredArtifact artifact, TestDatabase database)
    {
        foreach (var script in artifact.Sources)
            await Psql.RunFileAsync(database, script);
    }

    /// <summary>Makes the roles that artifacts name, which belong to the server and stay there.</summary>
    internal static Task MakeRolesAsync(TestDatabase database) => database.ExecuteAsync(Roles);

    /// <summary>Gets the database, which nobody may change.</summary>
    internal async Task<TestDatabase> GetAsync(StoredArtifact artifact)
    {
        var key = $"{artifact.Version} {artifact.Major}";
        if (_databases.TryGetValue(key, out var known))
            return known;
        var database = await PostgresServers.CreateDatabaseAsync(TestMajors.All.FirstOrDefault(m => m >= artifact.Major));
        _databases.Add(key, database);
        await RunAsync(artifact, database);
        return database;
    }

    public async Task DisposeAsync()
    {
        foreach (var database in _databases.Values)
            await database.DisposeAsync();
    }
}
