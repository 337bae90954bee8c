using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>The library's own schema in the database that is backed up.</summary>
internal static class HistorySchema
{
    public const string Name = OwnSchemas.History;

    /// <summary>What to do about an owner that cannot be trusted.</summary>
    public const string OwnerRemedy =
        $"ALTER SCHEMA {Name} OWNER TO …, and ALTER TABLE … OWNER TO … for its tables, with the owner of the database.";

    // 'pgbackup' in ASCII; the scripts take the same lock.
    private const string Lock = "SELECT pg_catalog.pg_advisory_xact_lock(8099550625268462960)";

    private const string Exists = $"""
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = '{Name}' AND c.relname = 'schema_version')
        """;

    private const string Version = $"SELECT COALESCE(pg_catalog.max(version), 0) FROM {Name}.schema_version";

    // Triggers and defaults run with the rights of whoever writes a row, so the owner of the tables must be trusted already: the role
    // itself or one that it is a member of, a superuser, or the owner of the database.
    private const string Strangers = $"""
        SELECT pg_catalog.quote_ident(o.rolname)
        FROM (
            SELECT nspowner AS owner FROM pg_catalog.pg_namespace WHERE nspname = '{Name}'
            UNION
            SELECT c.relowner FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = '{Name}' AND c.relname IN ('schema_version', 'backup_history', 'schedule', 'schedule_run')
        ) s
        JOIN pg_catalog.pg_roles o ON o.oid = s.owner
        JOIN pg_catalog.pg_roles me ON me.rolname = CURRENT_USER
        JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
        WHERE NOT o.rolsuper AND o.oid <> me.oid AND o.oid <> d.datdba AND o.rolname <> 'pg_database_owner'
          AND (me.rolsuper OR NOT pg_catalog.pg_has_role(me.oid, o.oid, 'MEMBER'))
        ORDER BY o.rolname
        LIMIT 1
        """;

    /// <summary>Writes the statements that let a role write the history.</summary>
    /// <param name="role">The role, quoted.</param>
    public static string Grants(string role) =>
        $"GRANT USAGE ON SCHEMA {Name} TO {role}; GRANT SELECT ON {Name}.schema_version TO {role}; "
        + $"GRANT SELECT, INSERT, UPDATE, DELETE ON {Name}.backup_history TO {role}; "
        + $"GRANT SELECT, INSERT, UPDATE, DELETE ON {Name}.schedule, {Name}.schedule_run TO {role};";

    /// <summary>Reads the version of the schema; 0 when there is none.</summary>
    /// <exception cref="PgBackupException"><c>history_failed</c>: the schema belongs to a role that cannot be trusted.</exception>
    public static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await FindStrangerAsync(connection, cancellationToken).ConfigureAwait(false) is { } stranger)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.HistoryFailed,
                $"The schema {Name}, or a table in it, belongs to role {stranger}, whose triggers would run with the rights of the "
                + $"role that writes the history. {OwnerRemedy}")
            {
                ObjectName = Name,
            };
        }

        return await ScalarAsync<bool>(connection, Exists, cancellationToken).ConfigureAwait(false)
            ? await ScalarAsync<int>(connection, Version, cancellationToken).ConfigureAwait(false)
            : 0;
    }

    /// <summary>Applies the migrations that are missing, in the connection's transaction, one instance at a time.</summary>
    /// <returns>The version afterwards. One that is newer than this library knows is left alone.</returns>
    public static async Task<int> MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version >= HistoryMigration.LatestVersion)
            return version;
        await ExecuteAsync(connection, Lock, cancellationToken).ConfigureAwait(false);
        // Another instance may have been quicker.
        version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var migration in HistoryMigration.All.Where(m => m.Version > version))
            await ExecuteAsync(connection, migration.Script, cancellationToken).ConfigureAwait(false);
        return await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names an owner of the schema or its tables that the role has no reason to trust; null when there is none.</summary>
    public static Task<string?> FindStrangerAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ScalarAsync<string>(connection, Strangers, cancellationToken);

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T value ? value : default;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
