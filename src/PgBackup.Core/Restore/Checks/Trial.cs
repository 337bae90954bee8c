using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Asks the server whether it would let the role do something, by doing it and taking it back.</summary>
internal static class Trial
{
    private const string Savepoint = "pgbackup_trial";

    /// <summary>Finds the server's words if the role is not permitted to run a statement.</summary>
    /// <returns>Null where it is; whether the statement would succeed is another matter.</returns>
    public static async Task<string?> FindRefusalAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        string? refusal = null;
        await ExecuteAsync(connection, $"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(connection, statement, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            if (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
                refusal = ServerMessage.Of(exception);
        }

        await ExecuteAsync(connection, $"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        return refusal;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
