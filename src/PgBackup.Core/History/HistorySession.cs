using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>One short transaction on a connection of its own, in which the history is read, written or migrated.</summary>
internal sealed class HistorySession : IAsyncDisposable
{
    // Settings for this transaction alone: no name is looked up where others may have put something, and no lock is waited for long.
    private static readonly string[] Settings =
    [
        "SET LOCAL search_path = ''",
        "SET LOCAL standard_conforming_strings = on",
        "SET LOCAL idle_in_transaction_session_timeout = '15s'",
        "SET LOCAL lock_timeout = '5s'",
        "SET LOCAL statement_timeout = '15s'",
        // Server 17 and newer; a role's own may be shorter, and its clock is running already: only 0 stops it.
        TransactionTimeout("0"),
        TransactionTimeout("20s"),
    ];

    private readonly NpgsqlTransaction _transaction;

    private HistorySession(NpgsqlConnection connection, NpgsqlTransaction transaction, ServerInfo server)
    {
        Connection = connection;
        _transaction = transaction;
        Server = server;
    }

    public NpgsqlConnection Connection { get; }

    public ServerInfo Server { get; }

    public static async Task<HistorySession> OpenAsync(DatabaseConnector connector, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            // READ COMMITTED, so that what another instance migrated is seen once its lock is gone.
            var transaction = await connection
                .BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var setting in Settings)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(setting));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new HistorySession(connection, transaction, server);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private static string TransactionTimeout(string value) =>
        $"SELECT pg_catalog.set_config('transaction_timeout', '{value}', true) "
        + "WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL";
}
