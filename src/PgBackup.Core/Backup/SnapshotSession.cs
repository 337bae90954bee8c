using System.Globalization;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>The connection that holds a backup's snapshot and its locks, until it is disposed.</summary>
/// <remarks>Tables are locked in ACCESS SHARE mode before the snapshot is taken, so that what the catalog shows is what can be copied
/// ("LOCK" in the manual: in a REPEATABLE READ transaction, lock before the first query).</remarks>
internal sealed class SnapshotSession : IAsyncDisposable
{
    /// <summary>How often a backup begins anew when others change what it is about to read.</summary>
    public const int MaxAttempts = 5;

    private const int LocksPerStatement = 200;

    // CVE-2024-7348: a table that turns into a view must not run its query in our name.
    private const string RestrictRelationKinds = """
        SELECT pg_catalog.set_config('restrict_nonsystem_relation_kind', 'view, foreign-table', true)
        WHERE pg_catalog.current_setting('restrict_nonsystem_relation_kind', true) IS NOT NULL
        """;

    private readonly DatabaseConnector _connector;
    private readonly NpgsqlTransaction _transaction;
    private readonly TimeSpan _lockTimeout;
    private readonly List<RelationName> _locked;
    private bool _isVerified;

    private SnapshotSession(
        DatabaseConnector connector, NpgsqlConnection connection, NpgsqlTransaction transaction, ServerInfo server, string snapshot,
        DateTimeOffset takenAt, Dictionary<uint, RelationName> relations, List<RelationName> locked, UnreadableObjects unreadable,
        TimeSpan lockTimeout)
    {
        _connector = connector;
        Connection = connection;
        _transaction = transaction;
        Server = server;
        Snapshot = snapshot;
        TakenAt = takenAt;
        Relations = relations;
        _locked = locked;
        Unreadable = unreadable;
        _lockTimeout = lockTimeout;
    }

    public NpgsqlConnection Connection { get; }

    public ServerInfo Server { get; }

    /// <summary>Gets the name under which other connections take part in the snapshot.</summary>
    public string Snapshot { get; }

    /// <summary>Gets the server's time at the snapshot.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>Gets the relations of the database, chosen or not, by OID; as the snapshot has them once they are verified.</summary>
    public IReadOnlyDictionary<uint, RelationName> Relations { get; private set; }

    /// <summary>Gets what is left out because the role may not read it.</summary>
    public UnreadableObjects Unreadable { get; }

    /// <summary>Chooses, checks and locks the tables, and takes the snapshot.</summary>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>, <c>permission_denied</c>, <c>lock_timeout</c>,
    /// <c>schema_changed</c>.</exception>
    public static async Task<SnapshotSession> OpenAsync(
        DatabaseConnector connector, BackupSelection selection, TimeSpan lockTimeout, bool skipUnreadable,
        CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            for (var attempt = 1; ; attempt++)
            {
                var session = await TryOpenAsync(connector, connection, server, selection, lockTimeout, skipUnreadable, cancellationToken)
                    .ConfigureAwait(false);
                if (session is not null)
                    return session;
                if (attempt == MaxAttempts)
                    throw ChangedException(server);
            }
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes sure that the tables that were locked are those that the snapshot shows; once is enough.</summary>
    /// <exception cref="PgBackupException"><c>schema_changed</c>: tables were created, dropped or renamed before they were
    /// locked.</exception>
    public async Task VerifyRelationsAsync(BackupSelection selection, CancellationToken cancellationToken)
    {
        if (_isVerified)
            return;
        var now = await RelationLister.ListAgainAsync(Connection, Relations, cancellationToken).ConfigureAwait(false);
        var chosenNow = Lockable(now, selection).Select(r => (r.Oid, r.Schema, r.Name, r.Kind));
        if (!chosenNow.SequenceEqual(_locked.Select(r => (r.Oid, r.Schema, r.Name, r.Kind))))
            throw ChangedException(Server);
        Relations = now;
        _isVerified = true;
    }

    /// <summary>Opens a further connection that sees the same snapshot; the caller disposes it before this session.</summary>
    /// <remarks>It never waits for a lock without end: what it waits for may itself wait for this session's locks, which the server does
    /// not see as a deadlock.</remarks>
    public async Task<NpgsqlConnection> JoinAsync(CancellationToken cancellationToken)
    {
        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Disposed with the connection, which rolls back what is open.
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            using var batch = JoinBatch(connection);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a further session that sees the same snapshot, for copies.</summary>
    /// <inheritdoc cref="JoinAsync" path="/remarks"/>
    public ICopySession JoinForCopying() => _connector.OpenForCopying(connection =>
    {
        connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using var batch = JoinBatch(connection);
        batch.ExecuteNonQuery();
    });

    private NpgsqlBatch JoinBatch(NpgsqlConnection connection)
    {
        var batch = SessionSettings.Batch(connection, Server.Version, _lockTimeout);
        // Before any query of the transaction.
        batch.BatchCommands.Insert(0, new NpgsqlBatchCommand("SET TRANSACTION READ ONLY"));
        batch.BatchCommands.Insert(1, new NpgsqlBatchCommand($"SET TRANSACTION SNAPSHOT {Sql.Literal(Snapshot)}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RestrictRelationKinds));
        return batch;
    }

    /// <summary>Ends the transaction, which only read, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SnapshotSession?> TryOpenAsync(
        DatabaseConnector connector, NpgsqlConnection connection, ServerInfo server, BackupSelection selection, TimeSpan lockTimeout,
        bool skipUnreadable, CancellationToken cancellationToken)
    {
        var (relations, unreadable) = await LookAsync(connection, server, selection, cancellationToken).ConfigureAwait(false);
        if (!unreadable.IsEmpty && !skipUnreadable)
            throw unreadable.Exception();
        var toLock = Lockable(relations, selection);

        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync("SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
            await SessionSettings.ApplyAsync(connection, server.Version, lockTimeout, reading: true, cancellationToken)
                .ConfigureAwait(false);
            await LockAsync(connection, toLock, cancellationToken).ConfigureAwait(false);
            var (snapshot, takenAt) = await ExportAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(RestrictRelationKinds, cancellationToken).ConfigureAwait(false);
            return new SnapshotSession(
                connector, connection, transaction, server, snapshot, takenAt, relations, toLock, unreadable, lockTimeout);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // Dropped between the list and the lock: list again.
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            var holder = await LockHolders.FindAsync(connection, [.. toLock.Select(r => r.Oid)], onlyExclusive: true, cancellationToken)
                .ConfigureAwait(false);
            throw LockedException(holder, lockTimeout, exception);
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await transaction.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    // In a transaction of its own, under settings of its own: a time-out of the role must not end it.
    private static async Task<(Dictionary<uint, RelationName> Relations, UnreadableObjects Unreadable)> LookAsync(
        NpgsqlConnection connection, ServerInfo server, BackupSelection selection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken)
            .ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await SessionSettings.ApplyAsync(connection, server.Version, lockTimeout: null, reading: true, cancellationToken)
                .ConfigureAwait(false);
            var relations = await RelationLister.ListAsync(connection, cancellationToken).ConfigureAwait(false);
            selection.Check(relations, await RelationLister.ListSchemasAsync(connection, cancellationToken).ConfigureAwait(false));
            return (
                relations,
                await UnreadableObjects.FindAsync(connection, server, relations, selection, cancellationToken).ConfigureAwait(false));
        }
    }

    private static PgBackupException ChangedException(ServerInfo server) => new(
        PgBackupErrorCodes.SchemaChanged,
        $"Tables of database '{server.Database}' were created, dropped or renamed in each of {MaxAttempts} attempts to lock them. "
        + "Try again when no migration is running.");

    private static PgBackupException LockedException(
        (string Relation, string Text)? holder, TimeSpan timeout, PostgresException cause) => new(
        PgBackupErrorCodes.LockTimeout,
        $"The backup waited for a lock longer than {timeout.TotalSeconds:0.#} s: "
        + $"{(holder is null ? "another session held it, and is gone meanwhile" : $"table {holder.Value.Text}")}. "
        + "Wait for it or end it, then try again, or raise LockTimeout.",
        cause)
        {
            ObjectName = holder?.Relation,
        };

    private static List<RelationName> Lockable(Dictionary<uint, RelationName> relations, BackupSelection selection)
    {
        Func<uint, RelationName?> find = relations.GetValueOrDefault;
        return [.. relations.Values.Where(r => r.IsLockable && selection.Includes(r, find))];
    }

    private static async Task LockAsync(NpgsqlConnection connection, List<RelationName> relations, CancellationToken cancellationToken)
    {
        foreach (var chunk in relations.Chunk(LocksPerStatement))
        {
            var names = string.Join(", ", chunk.Select(r => $"ONLY {Sql.Qualified(r.Schema, r.Name)}"));
            await connection.ExecuteAsync($"LOCK TABLE {names} IN ACCESS SHARE MODE", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(string Snapshot, DateTimeOffset TakenAt)> ExportAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Query =
            "SELECT pg_catalog.pg_export_snapshot(), (pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) * 1000)::bigint::text";
        var exported = await connection.ReadAsync(
            Query,
            row => (row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.GetString(1), CultureInfo.InvariantCulture))),
            cancellationToken).ConfigureAwait(false);
        return exported[0];
    }
}
