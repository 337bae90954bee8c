using System.Security.Cryptography;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Restore;

namespace PgBackup.Verification;

/// <summary>A database to try a restore in, which is dropped whatever happens.</summary>
internal static class ThrowawayDatabase
{
    private const string Subscriptions = """
        SELECT s.subname::pg_catalog.text
        FROM pg_catalog.pg_subscription s
        JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
        WHERE d.datname = pg_catalog.current_database()
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Makes the database, works with it, and drops it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="like">The encoding and locale; null for the server's own.</param>
    /// <param name="work">What to do with it.</param>
    /// <param name="cancellationToken">Stops the making.</param>
    public static async Task<T> UseAsync<T>(
        ServerDatabases server, BackupDatabase? like, Func<DatabaseConnector, Task<T>> work, CancellationToken cancellationToken)
    {
        var name = $"pgbackup_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var result = await NewDatabase.MakeAsync(server, name, like, UseAsync, cancellationToken).ConfigureAwait(false);
        // It is gone already, unless that failed: then this says why.
        await server.DropAsync(name).ConfigureAwait(false);
        return result;

        Task<T> UseAsync(NewDatabase database) => database.UseAsync(async target =>
        {
            try
            {
                return await work(target).ConfigureAwait(false);
            }
            finally
            {
                await DropSubscriptionsAsync(target).ConfigureAwait(false);
            }
        });
    }

    // They keep a database from being dropped. They were made without connecting, and have no slot.
    private static async Task DropSubscriptionsAsync(DatabaseConnector database)
    {
        using var stop = new CancellationTokenSource(Timeout);
        try
        {
            var connection = await database.OpenAsync(stop.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var names = new List<string>();
                using (var command = new NpgsqlCommand(Subscriptions, connection))
                {
                    var reader = await command.ExecuteReaderAsync(stop.Token).ConfigureAwait(false);
                    await using (reader.ConfigureAwait(false))
                    {
                        while (await reader.ReadAsync(stop.Token).ConfigureAwait(false))
                            names.Add(Sql.Identifier(reader.GetString(0)));
                    }
                }

                foreach (var name in names)
                {
                    await connection.ExecuteAsync($"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)", stop.Token).ConfigureAwait(false);
                    await connection.ExecuteAsync($"DROP SUBSCRIPTION {name}", stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or PgBackupException or OperationCanceledException)
        {
            // The drop of the database, which follows, tells what is the matter.
        }
    }
}
