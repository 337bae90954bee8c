using Npgsql;
using PgBackup.Backup;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Backs up what a restore is about to replace, just before it does.</summary>
/// <param name="manifest">The backup that is restored.</param>
/// <param name="settings">How it is restored.</param>
/// <param name="backUp">Makes a backup of the target.</param>
internal sealed class SafetyBackup(
    BackupManifest manifest, RestoreSettings settings, Func<BackupOptions, CancellationToken, Task<BackupInfo>> backUp)
{
    private const int LocksPerStatement = 200;

    private static readonly HashSet<ObjectKind> Relations =
        [ObjectKind.Table, ObjectKind.ForeignTable, ObjectKind.View, ObjectKind.MaterializedView, ObjectKind.Sequence];

    /// <summary>Makes the backup. The restore's transaction keeps writers out from before it until the restore is done, so that nothing is
    /// lost in between.</summary>
    /// <param name="connection">The restore's connection, in its transaction.</param>
    /// <param name="plan">What the restore will do.</param>
    /// <param name="cancellationToken">Stops the backup.</param>
    /// <returns>Its id; null where nothing is replaced.</returns>
    /// <exception cref="PgBackupException">The backup failed; nothing was restored.</exception>
    public async Task<string?> RunAsync(NpgsqlConnection connection, InternalPlan plan, CancellationToken cancellationToken)
    {
        var replaced = Replaced(plan);
        var largeObjects = ReplacesLargeObjects(plan);
        if (replaced.Count == 0 && !largeObjects)
            return null;
        await LockAsync(connection, replaced.OfType<Table>(), cancellationToken).ConfigureAwait(false);
        var options = new BackupOptions
        {
            // A table's own large objects are not known: it is all of them or none.
            Tables = [.. replaced.Select(r => Pattern(r.Schema!, r.Name))],
            LargeObjects = largeObjects,
            IncludeHistory = replaced.Exists(r => r.Schema == BackupSelection.HistorySchema),
            LockTimeout = settings.LockTimeout,
            Jobs = settings.Jobs,
            Label = $"before restore of {manifest.Backup.Id}",
        };
        try
        {
            return (await backUp(options, cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (PgBackupException exception)
        {
            throw new PgBackupException(
                exception.Code, $"The safety backup failed, and nothing was restored. {exception.Message}", exception)
            {
                BackupId = manifest.Backup.Id,
                ObjectName = exception.ObjectName,
            };
        }
    }

    private List<SchemaObject> Replaced(InternalPlan plan)
    {
        var replaced = plan.Gone.Where(o => Relations.Contains(o.Kind) && o.Extension is null).ToList();
        if (settings.ExistingRows is ExistingRowsAction.Replace or ExistingRowsAction.Merge)
            replaced.AddRange(plan.KeptTables);
        var alone = replaced.Where(r => r is not Sequence { OwningRelation: not null }).Distinct();
        return [.. alone.OrderBy(r => r.Identity, StringComparer.Ordinal)];
    }

    private bool ReplacesLargeObjects(InternalPlan plan) =>
        plan.Target.HasLargeObjects
        && (settings.DropExisting || settings.ExistingRows is ExistingRowsAction.Replace or ExistingRowsAction.Merge)
        && plan.Entries.Any(e => e.Entry.Kind == ObjectKind.LargeObject.Name() && e.Action == RestoreAction.Create);

    // Not the history, which the safety backup writes.
    private static async Task LockAsync(NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        var locked = tables.Where(t => t.Kind == ObjectKind.Table && t.Schema != BackupSelection.HistorySchema);
        foreach (var batch in locked.Chunk(LocksPerStatement))
        {
            var names = string.Join(", ", batch.Select(t => $"ONLY {t.QualifiedName}"));
            try
            {
                await connection.ExecuteAsync($"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw RestoreErrors.Translate(exception, "the lock of tables to back up");
            }
        }
    }

    private static string Pattern(string schema, string name) => $"{Quoted(schema)}.{Quoted(name)}";

    private static string Quoted(string name) => string.Concat("\"", name.Replace("\"", "\"\"", StringComparison.Ordinal), "\"");
}
