using Npgsql;
using PgBackup.ConsoleHost.Hosting;
using PgBackup.Playground;
using PgBackup.Playground.Servers;

namespace PgBackup.ConsoleHost.Demo;

/// <summary>The demo's server with the sample database on it. Nothing of it stays, also on a server that somebody else runs.</summary>
internal sealed class DemoDatabase(ThrowawayServer server) : IAsyncDisposable
{
    private const string SampleRoles = "SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname LIKE 'pgbackup\\_demo\\_%'";

    private IReadOnlyList<string> _rolesBefore = [];
    private string? _connection;

    /// <summary>Creates the sample database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        _rolesBefore = await ReadRolesAsync(cancellationToken);
        _connection = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        await SampleDatabase.CreateAsync(_connection, cancellationToken: cancellationToken);
        return _connection;
    }

    /// <summary>Removes the database and the roles that came with it, then the server if it is ours.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null && !server.CanStop)
        {
            await server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(_connection).Database!);
            foreach (var role in (await ReadRolesAsync(CancellationToken.None)).Except(_rolesBefore))
                await DropRoleAsync(role);
        }

        await server.DisposeAsync();
    }

    private async Task<IReadOnlyList<string>> ReadRolesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await UnpooledConnection.OpenAsync(server.ConnectionString, cancellationToken);
        await using var command = new NpgsqlCommand(SampleRoles, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> roles = [];
        while (await reader.ReadAsync(cancellationToken))
            roles.Add(reader.GetString(0));
        return roles;
    }

    private async Task DropRoleAsync(string role)
    {
        await using var connection = await UnpooledConnection.OpenAsync(server.ConnectionString, CancellationToken.None);
        await using var command = new NpgsqlCommand($"DROP ROLE IF EXISTS {new NpgsqlCommandBuilder().QuoteIdentifier(role)}", connection);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            // Another demo on the same server uses the role, and will drop it.
        }
    }
}
