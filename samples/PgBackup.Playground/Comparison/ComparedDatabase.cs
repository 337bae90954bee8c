using Npgsql;

namespace PgBackup.Playground.Comparison;

/// <summary>A read-only connection to one of the two databases, whose settings make every value's text comparable.</summary>
/// <remarks>Each query is a transaction of its own: one for all would need a lock for each of, say, ten thousand tables.</remarks>
internal sealed class ComparedDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlConnection _connection;

    private ComparedDatabase(NpgsqlDataSource dataSource, NpgsqlConnection connection) =>
        (_dataSource, _connection) = (dataSource, connection);

    public int ServerMajor => _connection.PostgreSqlVersion.Major;

    public static async Task<ComparedDatabase> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // A pooled session that lingers would keep its database from being copied or dropped.
            Pooling = false,
            CommandTimeout = 0,
            IncludeErrorDetail = true,
        };
        // Names of the databases' own types may be such that the driver stumbles on them.
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.SetTypeLoadingSchemas("pg_catalog"));
        var dataSource = builder.Build();
        var connection = dataSource.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var set = new NpgsqlCommand("""
                SET search_path = ''; SET row_security = off; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = postgres;
                SET TimeZone = 'UTC'; SET extra_float_digits = 3; SET bytea_output = hex; SET xmloption = content; SET lc_monetary = 'C';
                SET quote_all_identifiers = off; SET statement_timeout = 0; SET lock_timeout = 0; SET jit = off;
                SET default_transaction_read_only = on
                """, connection);
            await set.ExecuteNonQueryAsync(cancellationToken);
            return new ComparedDatabase(dataSource, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            await dataSource.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a query, with <c>$1</c> if there is a parameter, and hands over each row while the reader stands on it.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, object? parameter = null)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
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
        await _connection.DisposeAsync();
        await _dataSource.DisposeAsync();
    }
}
