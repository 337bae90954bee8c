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
        await connection.ExecuteAsync($"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            if (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
                refusal = ServerMessage.Of(exception);
        }

        await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        return refusal;
    }
}
