using System.Data;
using Npgsql;

namespace PgBackup.Playground.Comparison;

/// <summary>A connection to one of the two databases, in a read-only transaction whose settings make every value's text comparable.</summary>
internal sealed class ComparedDatabase : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private ComparedDatabase(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        _transaction = transaction;
    }

    public NpgsqlConnection Connection { get; }

    public int ServerMajor => Connection.PostgreSqlVersion.Major;

    public static async Task<ComparedDatabase> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // A pooled session that lingers would keep its database from being copied or dropped.
            Pooling = false,
            CommandTimeout = 0,
            IncludeErrorDetail = true,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var set = new NpgsqlCommand("""
                SET search_path = ''; SET row_security = off; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = postgres; SET TimeZone = 'UTC';
                SET extra_float_digits = 3; SET bytea_output = hex; SET xmloption = content; SET lc_monetary = 'C';
                SET quote_all_identifiers = off; SET statement_timeout = 0; SET lock_timeout = 0; SET jit = off
                """, connection);
            await set.ExecuteNonQueryAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var readOnly = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection);
            await readOnly.ExecuteNonQueryAsync(cancellationToken);
            return new ComparedDatabase(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a query, with <c>$1</c> if there is a parameter, and hands over each row while the reader stands on it.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, object? parameter = null)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        if (parameter is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
