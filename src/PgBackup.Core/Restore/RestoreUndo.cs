using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Takes out of a database that was empty what a failed restore had made already.</summary>
internal sealed class RestoreUndo(DatabaseConnector connector)
{
    // Undoing must not depend on the token that may have been the reason for it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly List<BackupEntry> _made = [];

    /// <summary>Remembers an entry whose statements are about to run.</summary>
    public void Add(BackupEntry entry)
    {
        if (entry.Drop is not null)
            _made.Add(entry);
    }

    /// <summary>Drops what was made, the last first.</summary>
    /// <returns>What could not be dropped.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using var stop = new CancellationTokenSource(Timeout);
        // The restore's own connection may be the thing that failed.
        var connection = await connector.OpenAsync(stop.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var left = new List<string>();
            foreach (var entry in Enumerable.Reverse(_made).Where(StandsAlone))
            {
                using var command = new NpgsqlCommand(entry.Drop, connection) { CommandTimeout = 0 };
                try
                {
                    await command.ExecuteNonQueryAsync(stop.Token).ConfigureAwait(false);
                }
                catch (PostgresException exception) when (IsMissing(exception))
                {
                    // It was not made yet, or went with another object.
                }
                catch (PostgresException exception)
                {
                    left.Add($"{entry.Identity ?? entry.Name} ({ServerMessage.Of(exception)})");
                }
            }

            return left;
        }
    }

    // Parts go with their relation; foreign keys go first, since rings of them would keep every table.
    private static bool StandsAlone(BackupEntry entry) => entry.Relation is null || entry.Kind == ObjectKind.ForeignKey.Name();

    private static bool IsMissing(PostgresException exception) => exception.SqlState is
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn;
}
