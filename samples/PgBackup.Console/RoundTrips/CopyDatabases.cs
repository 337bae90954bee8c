using Npgsql;
using PgBackup.ConsoleHost.Hosting;

namespace PgBackup.ConsoleHost.RoundTrips;

/// <summary>Databases to restore into, on the server of the original and like it in encoding and locale.</summary>
internal sealed class CopyDatabases(string original)
{
    private readonly List<string> _names = [];

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var name = $"pgbackup_copy_{Guid.NewGuid():N}"[..24];
        await using var connection = await UnpooledConnection.OpenAsync(original, cancellationToken);
        var create = await WriteCreateAsync(connection, name, cancellationToken);
        _names.Add(name); // before it exists: an interrupted CREATE DATABASE may still succeed
        await ExecuteAsync(connection, create, cancellationToken);
        return new NpgsqlConnectionStringBuilder(original) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>Drops all of them, whoever is still connected.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DropAsync(CancellationToken cancellationToken)
    {
        var count = _names.Count;
        if (count == 0)
            return 0;

        await using var connection = await UnpooledConnection.OpenAsync(original, cancellationToken);
        foreach (var name in _names)
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", cancellationToken);
        _names.Clear();
        return count;
    }

    private static async Task<string> WriteCreateAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(OriginalSql(connection.PostgreSqlVersion.Major), connection);
        command.Parameters.Add(new() { Value = name });
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The statement is put together by the server, which quotes locale names.</summary>
    private static string OriginalSql(int major)
    {
        var provider = major switch
        {
            >= 17 => """
                CASE datlocprovider
                    WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %L', datlocale)
                    WHEN 'b' THEN pg_catalog.format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', datlocale)
                    ELSE '' END
                """,
            >= 15 => "CASE datlocprovider WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %L', daticulocale) ELSE '' END",
            _ => "''",
        };
        return $"""
            SELECT pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                $1, pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype) || {provider}
            FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
            """;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
