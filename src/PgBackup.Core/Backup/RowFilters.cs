using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>The conditions that choose rows, by table.</summary>
internal sealed class RowFilters
{
    private readonly Dictionary<uint, string> _conditions = [];

    private RowFilters()
    {
    }

    /// <summary>Finds the condition for the rows of a table, as an expression to hold between parentheses; null for none.</summary>
    public string? Find(uint table) => _conditions.GetValueOrDefault(table);

    /// <summary>Collects the conditions, and lets the server look at each of them, without reading a row.</summary>
    /// <exception cref="PgBackupException"><c>filter_invalid</c>.</exception>
    public static async Task<RowFilters> CheckAsync(SnapshotSession session, BackupSelection selection, CancellationToken cancellationToken)
    {
        var filters = new RowFilters();
        foreach (var relation in session.Relations.Values)
        {
            if (relation is not { Kind: 'r', HoldsData: true } || session.Unreadable.Contains(relation.Oid)
                || !selection.Includes(relation, session.Relations.GetValueOrDefault)
                || !selection.IncludesData(relation, session.Relations.GetValueOrDefault))
                continue;
            var name = Sql.Qualified(relation.Schema, relation.Name);
            var conditions = selection.Conditions(relation, session.Relations.GetValueOrDefault).ToList();
            foreach (var condition in conditions)
                await CheckAsync(session.Connection, name, condition, cancellationToken).ConfigureAwait(false);
            if (conditions.Count > 0)
                filters._conditions.Add(relation.Oid, Join(conditions));
        }

        return filters;
    }

    // A condition may end in a comment.
    private static string Join(List<string> conditions) =>
        conditions.Count == 1 ? conditions[0] : string.Join(" AND ", conditions.Select(c => $"({c}\n)"));

    // What closes the parentheses of the one cannot close the brackets of the other: what passes both is one expression. LIMIT 0 lets
    // the server plan it and check its privileges, and evaluate it for no row. Locks on what subqueries read stay until the backup ends.
    private static async Task CheckAsync(NpgsqlConnection connection, string table, string condition, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, $"SELECT ARRAY[{condition}\n] FROM ONLY {table} LIMIT 0", cancellationToken)
                .ConfigureAwait(false);
            await ExecuteAsync(connection, $"SELECT FROM ONLY {table} WHERE ({condition}\n) LIMIT 0", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw Invalid(table, condition, exception);
        }
    }

    // As a batch, which goes by the extended protocol: the server takes one statement at a time.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = 0, BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // Not locks, limits, shutdowns and lost connections, which say nothing of the condition. Npgsql itself refuses some statements.
    private static bool IsRefusal(Exception exception) => exception switch
    {
        // A parameter that nobody gives; a view where those are shut out.
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation or PostgresErrorCodes.ObjectNotInPrerequisiteState } => true,
        PostgresException e => e.SqlState[..2] is "0A" or "21" or "22" or "2F" or "38" or "39" or "42" or "54" or "P0" or "25",
        NotSupportedException => true,
        _ => false,
    };

    private static PgBackupException Invalid(string table, string condition, Exception cause)
    {
        var reason = cause is PostgresException refused ? $"{refused.MessageText} ({refused.SqlState})" : "it is more than one statement";
        return new PgBackupException(
            PgBackupErrorCodes.FilterInvalid,
            $"The condition of Where for table {table} cannot be used: {reason}. It must be one boolean SQL expression over the table's "
            + $"columns; functions, types and tables outside pg_catalog need their schema. It is: {condition}",
            cause)
        {
            ObjectName = table,
        };
    }
}
