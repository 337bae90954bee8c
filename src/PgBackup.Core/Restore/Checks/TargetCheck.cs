using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds what the target has, or lacks, that what is restored cannot be put into it.</summary>
internal sealed class TargetCheck(RestoreSettings settings, TargetDatabase target)
{
    private HashSet<Relation> TablesWithKey => field ??=
        target.Catalog.Objects.OfType<KeyConstraint>().Where(k => k.IsPrimaryKey).Select(k => k.Table).ToHashSet();

    /// <summary>Finds why a table that stays cannot take the rows of an entry.</summary>
    public IEnumerable<RestoreConflict> FindUnfit(BackupEntry entry, Table table)
    {
        var missing = entry.Table!.Columns.Where(c => !table.CopyColumns.Any(t => t.Name == c.Name)).Select(c => Sql.Identifier(c.Name))
            .ToList();
        if (missing.Count > 0)
        {
            yield return new RestoreConflict(
                PgBackupErrorCodes.IncompatibleColumns,
                table.QualifiedName,
                $"Table {table.QualifiedName} exists without the column(s) {string.Join(", ", missing)} of the backup. Add them, or use "
                + "DropExisting.");
        }

        if (settings.ExistingRows == ExistingRowsAction.Merge && !TablesWithKey.Contains(table))
        {
            yield return new RestoreConflict(
                PgBackupErrorCodes.IncompatibleColumns,
                table.QualifiedName,
                $"Table {table.QualifiedName} has no primary key, so rows cannot be merged. Use append or replace.");
        }
    }

    /// <summary>Finds the tables that have rows, where none may have any.</summary>
    public async Task<IEnumerable<RestoreConflict>> FindRowsAsync(
        NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        if (settings.ExistingRows != ExistingRowsAction.Error)
            return [];
        var filled = await KeptTables.FindRowsAsync(connection, tables, cancellationToken).ConfigureAwait(false);
        return filled.Select(t => new RestoreConflict(
            PgBackupErrorCodes.TargetNotEmpty,
            t.QualifiedName,
            $"Table {t.QualifiedName} exists and has rows. Use DropExisting, or ExistingRows to append, replace or merge."));
    }

    /// <summary>Finds the tables that rows would go into, and that neither are there nor are made.</summary>
    public IEnumerable<RestoreConflict> FindMissingTables(List<PlannedEntry> planned, IReadOnlySet<SchemaObject> dropped)
    {
        var made = planned.Where(p => EntrySelection.IsRelation(p.Entry) && p.Action == RestoreAction.Create)
            .Select(p => (p.Entry.Schema, p.Entry.Name)).ToHashSet();
        foreach (var (entry, _) in planned.Where(p => p is { Action: RestoreAction.Load, Entry.Table.Target: BackupTableTarget.Table }))
        {
            // A table of an extension is made with the extension.
            var comesWithExtension = entry.Relation is null && !settings.DataOnly;
            if (!made.Contains((entry.Schema, entry.Name)) && !comesWithExtension
                && (target.FindRelation(entry.Schema!, entry.Name) is not { } relation || dropped.Contains(relation)))
            {
                yield return new RestoreConflict(
                    PgBackupErrorCodes.RelationNotFound,
                    Sql.Qualified(entry.Schema, entry.Name),
                    $"Table {Sql.Qualified(entry.Schema, entry.Name)} does not exist in the target, and its definition is not restored. "
                    + "Restore it too, or create the table.");
            }
        }
    }

    /// <summary>Finds the schemas of what is made that neither are there nor are made.</summary>
    public IEnumerable<RestoreConflict> FindMissingSchemas(List<PlannedEntry> planned)
    {
        // A schema may come with an extension.
        if (planned.Exists(p => p.Entry.Kind == ObjectKind.Extension.Name() && p.Action == RestoreAction.Create))
            return [];
        var made = planned.Where(p => p.Entry.Kind == ObjectKind.Schema.Name()).Select(p => p.Entry.Name).ToHashSet(StringComparer.Ordinal);
        return planned.Where(p => p.Action == RestoreAction.Create).Select(p => p.Entry.Schema).OfType<string>().Distinct()
            .Where(schema => !made.Contains(schema) && !target.HasSchema(schema))
            .Select(Sql.Identifier)
            .Select(schema => new RestoreConflict(
                PgBackupErrorCodes.RelationNotFound,
                schema,
                $"Schema {schema} does not exist in the target, and the backup does not hold it. CREATE SCHEMA {schema} first."));
    }

    /// <summary>Finds out whether large objects may meet others of their numbers.</summary>
    public IEnumerable<RestoreConflict> FindLargeObjects(List<PlannedEntry> planned)
    {
        if (!target.HasLargeObjects || settings.DropExisting
            || settings.ExistingRows is ExistingRowsAction.Replace or ExistingRowsAction.Merge
            || !planned.Exists(p => p.Entry.Kind == ObjectKind.LargeObject.Name()))
            return [];
        return
        [
            new RestoreConflict(
                PgBackupErrorCodes.TargetNotEmpty,
                "large objects",
                "The target holds large objects, which those of the backup may meet. "
                + "Use DropExisting or replace to overwrite those of the same number, or restore chosen tables."),
        ];
    }
}
