using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Reads the names of roles. They are the server's, not the database's: where databases have different encodings, a name may be no
/// text in this one.</summary>
internal static class RoleNames
{
    private const string Names = "SELECT oid, rolname::text FROM pg_catalog.pg_roles";
    private const string Savepoint = "pgbackup_role";

    /// <summary>Reads the names that are text here, by OID, within the connection's transaction.</summary>
    public static async Task<Dictionary<uint, string>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(connection, Names, cancellationToken).ConfigureAwait(false) is { } all)
            return all;

        var names = new Dictionary<uint, string>();
        var roles = new List<uint>();
        await ForEachAsync(
            connection, "SELECT oid FROM pg_catalog.pg_roles", row => roles.Add(row.GetFieldValue<uint>(0)), cancellationToken)
            .ConfigureAwait(false);
        foreach (var role in roles)
        {
            if (await TryReadAsync(connection, $"{Names} WHERE oid = {role}", cancellationToken).ConfigureAwait(false) is { } found)
            {
                foreach (var (oid, name) in found)
                    names.Add(oid, name);
            }
        }

        return names;
    }

    private static async Task<Dictionary<uint, string>?> TryReadAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, $"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        try
        {
            var names = new Dictionary<uint, string>();
            await ForEachAsync(connection, sql, row => names.Add(row.GetFieldValue<uint>(0), row.GetString(1)), cancellationToken)
                .ConfigureAwait(false);
            await ExecuteAsync(connection, $"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            return names;
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
        {
            await ExecuteAsync(connection, $"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private static async Task ForEachAsync(
        NpgsqlConnection connection, string sql, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                read(reader);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
