using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Doctor;

/// <summary>A role that may do nothing but log in; what it was granted goes with it.</summary>
internal sealed class ReaderRole : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ReaderRole(TestDatabase database)
    {
        _database = database;
        Name = $"reader_{database.Name}";
    }

    public string Name { get; }

    public string ConnectionString => _database.ConnectionStringOf(Name, "hunter2");

    public static async Task<ReaderRole> CreateAsync(TestDatabase database)
    {
        var role = new ReaderRole(database);
        await database.ExecuteAsync($"CREATE ROLE {role.Name} LOGIN PASSWORD 'hunter2'");
        return role;
    }

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync($"DROP OWNED BY {Name} CASCADE; DROP ROLE {Name}");
}
