using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Proves constraints that were left <c>NOT VALID</c>, each in a transaction of its own.</summary>
internal sealed class ConstraintValidator(DatabaseConnector connector, TimeSpan lockTimeout)
{
    private const string Constraints = """
        SELECT n.nspname::text, t.relname::text, c.conname::text
        FROM pg_catalog.pg_constraint c
        JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        """;

    private const string OfTables = $"""
        {Constraints}
        WHERE c.contype IN ('f', 'c', 'n') AND n.nspname = ANY ($1) AND t.relname = ANY ($2)
        """;

    private const string IntegrityViolations = "23";

    /// <summary>Proves the constraints given, or all foreign keys of the database that are not proven yet.</summary>
    /// <returns>Those that rows break, with the server's words.</returns>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>: there is no such constraint; none was tried.
    /// <c>connection_failed</c>.</exception>
    public async Task<IReadOnlyList<ConstraintViolation>> ValidateAsync(
        IReadOnlyList<ConstraintName>? constraints, CancellationToken cancellationToken)
    {
        if (constraints is { Count: 0 })
            return [];
        if (constraints is not null && constraints.Contains(null!))
            throw new ArgumentException("The list of constraints holds a null.", nameof(constraints));

        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            if (constraints is null)
                constraints = await ListAsync(connection, Unproven(server.Version), cancellationToken).ConfigureAwait(false);
            else
                await CheckAsync(connection, constraints, cancellationToken).ConfigureAwait(false);

            var violations = new List<ConstraintViolation>();
            foreach (var constraint in constraints.Distinct())
            {
                if (await FindViolationAsync(connection, server, constraint, cancellationToken).ConfigureAwait(false) is { } violation)
                    violations.Add(violation);
            }

            return violations;
        }
    }

    private static async Task CheckAsync(
        NpgsqlConnection connection, IReadOnlyList<ConstraintName> constraints, CancellationToken cancellationToken)
    {
        var known = await ListAsync(
            connection,
            OfTables,
            cancellationToken,
            Parameter.Of(constraints.Select(c => c.Schema).Distinct().ToArray()),
            Parameter.Of(constraints.Select(c => c.Table).Distinct().ToArray())).ConfigureAwait(false);
        if (constraints.Except(known).FirstOrDefault() is not { } missing)
            return;
        var table = Sql.Qualified(missing.Schema, missing.Table);
        var others = known.Where(c => c.Schema == missing.Schema && c.Table == missing.Table).Select(c => Sql.Identifier(c.Name)).ToList();
        throw new PgBackupException(
            PgBackupErrorCodes.RelationNotFound,
            $"Table {table} has no foreign key or check constraint {Sql.Identifier(missing.Name)}"
            + (others.Count == 0 ? ", or there is no such table." : $"; it has {string.Join(", ", others)}.")
            + " Names are taken as they stand, without quotes.")
        {
            ObjectName = table,
        };
    }

    // The constraints under another one, of partitions, are proven with it; one that is not enforced cannot be proven.
    private static string Unproven(ServerVersion server) => $"""
        {Constraints}
        WHERE c.contype = 'f' AND NOT c.convalidated AND {server.Since(18, "c.conenforced", "true")} AND c.conparentid = 0
        ORDER BY n.nspname, t.relname, c.conname
        """;

    private static Task<List<ConstraintName>> ListAsync(
        NpgsqlConnection connection, string query, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        connection.ReadAsync(
            query, row => new ConstraintName(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken, parameters);

    private async Task<ConstraintViolation?> FindViolationAsync(
        NpgsqlConnection connection, ServerInfo server, ConstraintName constraint, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken)
            .ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await SessionSettings.ApplyAsync(connection, server.Version, lockTimeout, reading: false, cancellationToken)
                .ConfigureAwait(false);
            using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 0 };
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"ALTER TABLE {Sql.Qualified(constraint.Schema, constraint.Table)} VALIDATE CONSTRAINT {Sql.Identifier(constraint.Name)}"));
            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState.StartsWith(IntegrityViolations, StringComparison.Ordinal))
            {
                // Not the detail, which quotes the row.
                return new ConstraintViolation(constraint, exception.MessageText);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
