using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Prepares tables that stay for the rows that come, and puts them back as they were: foreign keys, triggers, rows.</summary>
internal sealed class KeptTables(NpgsqlConnection connection, InternalPlan plan, RestoreSettings settings)
{
    // Of a partition also the triggers that it has from its parent, but none that enforces a foreign key.
    private const string TriggersQuery = """
        SELECT t.tgrelid, t.tgname::text, t.tgenabled
        FROM pg_catalog.pg_trigger t
        LEFT JOIN pg_catalog.pg_constraint c ON c.oid = t.tgconstraint
        WHERE t.tgrelid = ANY ($1) AND t.tgenabled <> 'D' AND c.contype IS DISTINCT FROM 'f' AND (NOT t.tgisinternal OR t.tgparentid <> 0)
        ORDER BY t.tgrelid, t.tgname
        """;

    // Those of UPDATE, INSERT and DELETE.
    private const string RulesQuery = """
        SELECT r.ev_class, r.rulename::text, r.ev_enabled
        FROM pg_catalog.pg_rewrite r
        WHERE r.ev_class = ANY ($1) AND r.ev_type IN ('2', '3', '4') AND r.ev_enabled <> 'D'
        ORDER BY r.ev_class, r.rulename
        """;

    private const int TablesPerStatement = 200;

    private readonly List<string> _enable = [];

    /// <summary>Lists the foreign keys that were put back without proof.</summary>
    public IEnumerable<ConstraintName> Unvalidated => settings.SkipConstraints
        ? plan.SuspendedForeignKeys.Where(f => f.MayBeUnproven).Select(f => f.FullName)
        : [];

    /// <summary>Locks the tables, takes triggers and foreign keys off, and empties the tables where rows are replaced.</summary>
    public async Task SuspendAsync(StatementExecutor executor, CancellationToken cancellationToken)
    {
        if (plan.KeptTables.Count == 0)
            return;
        foreach (var batch in plan.KeptTables.Chunk(TablesPerStatement))
            await executor.AddAsync(
                $"LOCK TABLE {string.Join(", ", batch.Select(t => $"ONLY {t.QualifiedName}"))} IN SHARE ROW EXCLUSIVE MODE",
                "the lock of tables to load",
                cancellationToken).ConfigureAwait(false);
        foreach (var key in plan.SuspendedForeignKeys.Where(k => !k.IsAdopted))
            await executor.AddAsync(key.DropStatement!, key.Identity, cancellationToken).ConfigureAwait(false);
        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        // Rows that came since the plan was made are seen now that nobody else may write.
        if (settings.ExistingRows == ExistingRowsAction.Error
            && await FindRowsAsync(connection, plan.KeptTables, cancellationToken).ConfigureAwait(false) is [var filled, ..])
        {
            throw new PgBackupException(
                PgBackupErrorCodes.TargetNotEmpty,
                $"Table {filled.QualifiedName} has got rows in the meantime. Use DropExisting, or ExistingRows to append, replace or "
                + "merge. Nothing was changed.")
            {
                ObjectName = filled.QualifiedName,
            };
        }

        await SuspendAsync("TRIGGER", TriggersQuery, executor, cancellationToken).ConfigureAwait(false);
        // Rules change what the DELETE and INSERT below do.
        await SuspendAsync("RULE", RulesQuery, executor, cancellationToken).ConfigureAwait(false);
        if (settings.ExistingRows == ExistingRowsAction.Replace)
        {
            // DELETE, not TRUNCATE: others may go on reading what was there until the commit.
            var undeletable = await new PublishedTables(connection, plan.Target.Server.Version)
                .FindUndeletableAsync(plan.KeptTables.Select(t => t.Address.ObjectId), cancellationToken).ConfigureAwait(false);
            foreach (var table in plan.KeptTables)
            {
                var verb = undeletable.Contains(table.Address.ObjectId) ? "TRUNCATE" : "DELETE FROM";
                await executor.AddAsync($"{verb} ONLY {table.QualifiedName}", $"the rows of {table.QualifiedName}", cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts triggers and foreign keys back.</summary>
    public async Task ResumeAsync(StatementExecutor executor, CancellationToken cancellationToken)
    {
        foreach (var statement in _enable)
            await executor.AddAsync(statement, "the triggers and rules of loaded tables", cancellationToken).ConfigureAwait(false);
        foreach (var key in plan.SuspendedForeignKeys)
        {
            var definition = new StatementList();
            key.WriteDefinition(definition);
            foreach (var statement in definition.Statements)
            {
                await executor.AddAsync(
                    settings.SkipConstraints && key.MayBeUnproven ? ForeignKeyText.NotValid(statement.Text) : statement.Text,
                    key.Identity,
                    canBeUnproven: key.MayBeUnproven && !settings.SkipConstraints,
                    cancellationToken).ConfigureAwait(false);
            }

            foreach (var (identity, text) in key.Comments)
                await executor.AddAsync($"COMMENT ON {identity} IS {Sql.Literal(text)}", key.Identity, cancellationToken)
                    .ConfigureAwait(false);
        }

        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the tables that have rows.</summary>
    public static async Task<List<Table>> FindRowsAsync(
        NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        var found = new List<Table>();
        foreach (var batch in tables.Chunk(TablesPerStatement))
        {
            var sql = string.Join(" UNION ALL ", batch.Select((t, i) => $"SELECT {i} WHERE EXISTS (SELECT FROM ONLY {t.QualifiedName})"));
            found.AddRange(await connection.ReadAsync(sql, row => batch[row.GetInt32(0)], cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private async Task SuspendAsync(string kind, string query, StatementExecutor executor, CancellationToken cancellationToken)
    {
        // Rows that come through a partitioned table would fire its own triggers as well.
        var names = plan.KeptTables.Concat(plan.KeptTables.Select(t => t.LoadThrough).OfType<Table>()).Distinct()
            .ToDictionary(t => t.Address.ObjectId, t => t.QualifiedName);
        var found = await connection.ReadAsync(
            query,
            row => (Table: names[row.GetFieldValue<uint>(0)], Name: Sql.Identifier(row.GetString(1)), State: row.GetChar(2)),
            cancellationToken,
            Parameter.OfOids(names.Keys)).ConfigureAwait(false);
        foreach (var (table, name, state) in found)
        {
            await executor.AddAsync($"ALTER TABLE ONLY {table} DISABLE {kind} {name}", $"{kind} {name} of {table}", cancellationToken)
                .ConfigureAwait(false);
            var verb = state switch { 'A' => "ENABLE ALWAYS", 'R' => "ENABLE REPLICA", _ => "ENABLE" };
            _enable.Add($"ALTER TABLE ONLY {table} {verb} {kind} {name}");
        }
    }
}
