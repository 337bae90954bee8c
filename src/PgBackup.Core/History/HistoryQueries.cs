using Npgsql;
using NpgsqlTypes;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>A connection with a transaction, and statements with parameters on it.</summary>
internal sealed class HistoryQueries(NpgsqlConnection connection, ServerInfo server)
{
    /// <summary>Gets the name of the database, as the server gives it.</summary>
    public string Database => server.Database;

    /// <summary>Executes a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads rows.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        using var command = Command(sql, values);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
    }

    private NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                string text => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = HistoryTable.Fit(text, server.Encoding) },
                DateTimeOffset instant => new NpgsqlParameter<DateTimeOffset> { TypedValue = instant.ToUniversalTime() },
                null => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = DBNull.Value },
                // Whatever the driver knows by its type: numbers, booleans, identifiers, intervals.
                _ => new NpgsqlParameter { Value = value },
            });
        }

        return command;
    }
}
