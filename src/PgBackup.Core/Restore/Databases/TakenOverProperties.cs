using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>What a database that takes the place of another one gets of it: owner, privileges, settings, comment, limits.</summary>
internal sealed class TakenOverProperties
{
    private readonly IReadOnlyList<string> _statements;

    private TakenOverProperties(IReadOnlyList<string> statements) => _statements = statements;

    /// <summary>Reads them of the database that is to be replaced.</summary>
    public static async Task<TakenOverProperties> ReadAsync(DatabaseConnector live, CancellationToken cancellationToken)
    {
        var connection = await live.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            await SessionSettings
                .ApplyAsync(connection, server.Version, lockTimeout: null, reading: true, cancellationToken).ConfigureAwait(false);
            var roles = await RoleNames.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var query = new CatalogQuery(connection, new Catalog(server.Version), roles);
            var properties = await DatabasePropertiesReader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
            return new TakenOverProperties([.. DatabaseEntries.Build(properties).SelectMany(e => e.Statements).Select(s => s.Text)]);
        }
    }

    /// <summary>Tries whether they can be set, so that a long restore is not in vain.</summary>
    public Task RehearseAsync(DatabaseConnector database, CancellationToken cancellationToken) =>
        SetAsync(database, "ROLLBACK", cancellationToken);

    /// <summary>Sets them.</summary>
    public Task SetAsync(DatabaseConnector database, CancellationToken cancellationToken) =>
        SetAsync(database, "COMMIT", cancellationToken);

    private async Task SetAsync(DatabaseConnector database, string end, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            await SessionSettings
                .ApplyAsync(connection, server.Version, lockTimeout: null, reading: false, cancellationToken).ConfigureAwait(false);
            using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            foreach (var statement in _statements)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw RestoreErrors.Translate(exception, "the properties that the new database takes over");
            }

            await connection.ExecuteAsync(end, cancellationToken).ConfigureAwait(false);
        }
    }
}
