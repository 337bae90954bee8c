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
        var roles = await connection.ReadAsync(
            "SELECT oid FROM pg_catalog.pg_roles", row => row.GetFieldValue<uint>(0), cancellationToken).ConfigureAwait(false);
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
        await connection.ExecuteAsync($"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        try
        {
            var names = await connection.ReadAsync(sql, row => (row.GetFieldValue<uint>(0), row.GetString(1)), cancellationToken)
                .ConfigureAwait(false);
            await connection.ExecuteAsync($"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            return names.ToDictionary();
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
        {
            await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
