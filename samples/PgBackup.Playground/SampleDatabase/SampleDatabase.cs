using Npgsql;

namespace PgBackup.Playground;

/// <summary>
/// Fills an empty database with the world of a shop: every kind of object that PostgreSQL knows, and values that are hard to keep.
/// The same scale on the same major always makes the same content.
/// </summary>
public static class SampleDatabase
{
    private const string Abilities = """
        SELECT r.rolsuper,
            (SELECT count(*) >= 4 AND bool_and(pg_has_role(current_user, d.oid, 'MEMBER'))
             FROM pg_roles d WHERE d.rolname LIKE 'pgbackup\_demo\_%'),
            ARRAY(SELECT e.extname::text FROM pg_extension e)
        FROM pg_roles r WHERE r.rolname = current_user
        """;

    /// <summary>
    /// Runs every script that the server's major, its extensions and our rights allow: a superuser gets all kinds of objects, another
    /// role what it may create. A scale of 1 makes about four hundred thousand rows.
    /// </summary>
    public static async Task CreateAsync(string connectionString, double scale = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            IncludeErrorDetail = true,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await RunAsync(
            connection,
            "SET search_path = ''; SET client_min_messages = warning; SET TimeZone = 'UTC'; "
            + "SET DateStyle = 'ISO, YMD'; SET lc_monetary = 'C'",
            whole: false,
            cancellationToken);
        foreach (var script in SampleScript.All())
        {
            if (!await IsPossibleAsync(connection, script, cancellationToken))
                continue;
            try
            {
                await RunAsync(connection, script.Scaled(scale), script.IsOneStatement, cancellationToken);
            }
            catch (PostgresException exception)
            {
                throw new InvalidOperationException($"Sample script {script.Name} failed: {exception.Message}", exception);
            }
        }
    }

    private static async Task<bool> IsPossibleAsync(NpgsqlConnection connection, SampleScript script, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < script.SinceMajor)
            return false;
        if (!script.NeedsSuperuser && !script.NeedsRoles && script.Extensions.Count == 0)
            return true;
        await using var command = new NpgsqlCommand(Abilities, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (isSuperuser, hasRoles, extensions) = (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetFieldValue<string[]>(2));
        return (isSuperuser || !script.NeedsSuperuser) && (hasRoles || !script.NeedsRoles) && script.Extensions.All(extensions.Contains);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, bool whole, CancellationToken cancellationToken)
    {
        if (!whole)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return;
        }
        // A command splits its text at semicolons, also those of a BEGIN ATOMIC body; a command of a batch does not.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
