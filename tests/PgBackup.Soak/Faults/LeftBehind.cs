using Npgsql;

namespace PgBackup.Soak.Faults;

/// <summary>Looks for what an operation that failed must not leave: on a server that is used for nothing else, and in a store.</summary>
public static class LeftBehind
{
    private const string OnServer = """
        SELECT concat('session ', pid, ' of ', application_name, ' (', state, '): ', left(query, 200))
        FROM pg_stat_activity WHERE application_name ILIKE '%pgbackup%' AND pid <> pg_backend_pid()
        UNION ALL
        SELECT concat('advisory lock ', classid, ' ', objid, ' of process ', pid) FROM pg_locks WHERE locktype = 'advisory'
        UNION ALL
        SELECT concat('prepared transaction ', gid) FROM pg_prepared_xacts
        UNION ALL
        SELECT concat('replication slot ', slot_name) FROM pg_replication_slots
        UNION ALL
        SELECT concat('database ', datname) FROM pg_database WHERE datname ~ '_pgbackup_new_' OR datname ~ '^pgbackup_test_'
        """;

    private const string InDatabase = """
        SELECT concat(c.relpersistence, ' relation ', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname <> 'pgbackup' AND (c.relpersistence = 't' OR c.relname ~ '^pgbackup_')
        UNION ALL
        SELECT concat('lock of process ', l.pid, ' on ', l.relation::regclass, ' in ', l.mode)
        FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.relation IS NOT NULL AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.pid IS DISTINCT FROM pg_backend_pid() AND a.application_name ILIKE '%pgbackup%'
        """;

    /// <summary>Looks at the server and at the databases given.</summary>
    /// <param name="connections">Connection strings of the databases; the first is also asked for what is not in a database.</param>
    /// <param name="within">How long what is left may take to go: a server sees late that a client is gone.</param>
    /// <returns>What is still there then.</returns>
    public static async Task<IReadOnlyList<string>> OnServerAsync(IReadOnlyList<string> connections, TimeSpan within)
    {
        var end = DateTime.UtcNow + within;
        while (true)
        {
            var found = await ReadAsync(connections[0], OnServer);
            foreach (var connection in connections)
                found.AddRange(await ReadAsync(connection, InDatabase));
            if (found.Count == 0 || DateTime.UtcNow > end)
                return found;
            await Task.Delay(50);
        }
    }

    /// <summary>Looks at the directory of a store, where nobody may be at work: each file must be of a backup that is listed.</summary>
    public static async Task<IReadOnlyList<string>> InStoreAsync(string directory, IDatabaseBackup backups)
    {
        if (!Directory.Exists(directory))
            return [];
        var listed = await backups.ListBackupsAsync();
        var expected = listed.SelectMany(b => new[] { b.Artifact, b.Id + ".manifest.json" }).Append(".gitignore").ToHashSet(
            StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(directory).Select(f => Path.GetFileName(f)).ToHashSet(StringComparer.Ordinal);
        // What verifications have noted of a backup that is listed.
        files.RemoveWhere(
            f => f.EndsWith(".mark.json", StringComparison.Ordinal) && listed.Any(b => f.StartsWith(b.Id + ".", StringComparison.Ordinal)));
        return
        [
            .. files.Except(expected).Select(f => $"file {f}"),
            .. expected.Except(files).Where(f => f != ".gitignore").Select(f => $"no file {f} of a backup that is listed"),
        ];
    }

    private static async Task<List<string>> ReadAsync(string connectionString, string query)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "looks after" };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        return found;
    }
}
