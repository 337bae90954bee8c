using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>All that a backup will hold, before the first byte is written.</summary>
internal sealed record BackupContent(
    IReadOnlyList<EntryDraft> PreData,
    IReadOnlyList<(EntryDraft Entry, TableCopy Copy)> Copies,
    IReadOnlyList<EntryDraft> AfterRows,
    BackupDatabase Database,
    BackupRoles Roles,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Reads the catalog in the session's snapshot and works out the entries.</summary>
    public static async Task<BackupContent> ReadAsync(SnapshotSession session, BackupSettings settings, CancellationToken cancellationToken)
    {
        var selection = settings.Selection;
        if (selection.HasConditions)
            await session.VerifyRelationsAsync(selection, cancellationToken).ConfigureAwait(false);
        var filters = await RowFilters.CheckAsync(session, selection, cancellationToken).ConfigureAwait(false);
        var query = await ReadCatalogAsync(session, settings, cancellationToken).ConfigureAwait(false);
        var warnings = new List<string>();
        var globals = new GlobalsReader(query, session.Server, settings, warnings);
        var (roleEntries, roles) = await globals.ReadRolesAsync(cancellationToken).ConfigureAwait(false);
        var (databaseEntries, database) = await globals.ReadDatabaseAsync(cancellationToken).ConfigureAwait(false);
        new PartSelection(selection, session.Relations).Apply(query.Catalog);
        var chosen = query.Catalog.Objects.Where(o => o.Parts != ObjectParts.None).ToList();
        var (sorted, sortWarnings) = DependencySorter.Sort(chosen);
        var builder = new EntryBuilder();
        builder.Build(sorted, chosen.Where(o => o.InlineIn is { Parts: not ObjectParts.None }));

        var copies = new List<(EntryDraft, TableCopy)>();
        var afterRows = new List<EntryDraft>();
        List<EntryDraft> preData = [.. roleEntries, .. builder.PreData];
        if (!selection.SchemaOnly)
        {
            var rawText = session.Server.Encoding == CopyEncoding.None;
            var planned = await new TableCopyPlanner(query, session.Unreadable, filters, rawText)
                .PlanAsync(sorted, cancellationToken).ConfigureAwait(false);
            // The keys of extensions' tables are there before any rows, as they come with the extension.
            var keys = query.Catalog.Objects.OfType<ForeignKey>().Where(k => selection.DataOnly || k.Table.Extension is not null);
            warnings.AddRange(FilteredKeys.Warnings(planned, query.Catalog.Objects.OfType<ForeignKey>()));
            foreach (var copy in ForeignKeyOrder.Sort(planned, keys))
                copies.Add((DataEntry(builder, copy), copy));
            afterRows.AddRange(
                await SequenceEntriesAsync(query, builder, sorted, session.Unreadable, cancellationToken).ConfigureAwait(false));
        }

        if (selection.IncludesLargeObjects)
        {
            var largeObjects = await LargeObjectReader.ReadAsync(query, session.Unreadable.LargeObjects, cancellationToken)
                .ConfigureAwait(false);
            preData.AddRange(largeObjects.Definitions);
            copies.AddRange(largeObjects.Copies);
            afterRows.AddRange(builder.PostData);
            afterRows.AddRange(largeObjects.Privileges);
        }
        else
        {
            afterRows.AddRange(builder.PostData);
        }

        afterRows.AddRange(databaseEntries);
        warnings.AddRange(DanglingReferences.Warnings([.. builder.PreData, .. builder.PostData]));
        return new BackupContent(
            preData, copies, afterRows, database, roles, [.. selection.IsWhole ? query.Warnings : [], .. sortWarnings, .. warnings]);
    }

    private static async Task<CatalogQuery> ReadCatalogAsync(
        SnapshotSession session, BackupSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Jobs == 1)
        {
            await session.VerifyRelationsAsync(settings.Selection, cancellationToken).ConfigureAwait(false);
            return await CatalogReader.ReadAsync(session.Connection, session.Server.Version, cancellationToken).ConfigureAwait(false);
        }

        var second = await session.JoinAsync(cancellationToken).ConfigureAwait(false);
        await using (second.ConfigureAwait(false))
        {
            try
            {
                return await CatalogReader.ReadAsync(
                    session.Connection,
                    session.Server.Version,
                    second,
                    token => session.VerifyRelationsAsync(settings.Selection, token),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // Its reading waits behind a session that waits for ours.
                throw new PgBackupException(
                    PgBackupErrorCodes.LockTimeout,
                    "Another session waits for an exclusive lock on a table, so a further connection could not read its definition. "
                    + "Try again when it is done, or back up with one job.",
                    exception);
            }
        }
    }

    private static EntryDraft DataEntry(EntryBuilder builder, TableCopy copy)
    {
        var table = builder.Find(copy.Source!);
        var entry = new EntryDraft
        {
            Kind = ObjectKind.TableData,
            Schema = copy.Table.Schema,
            Name = copy.Table.Name,
            Owner = copy.Source!.Owner,
            Section = BackupSection.Data,
            Source = copy.Source,
            Relation = table,
        };
        if (table is not null)
            entry.Dependencies.Add(table);
        return entry;
    }

    private static async Task<List<EntryDraft>> SequenceEntriesAsync(
        CatalogQuery query, EntryBuilder builder, IReadOnlyList<SchemaObject> sorted, UnreadableObjects unreadable,
        CancellationToken cancellationToken)
    {
        var configuration = query.Catalog.Objects.OfType<Extension>()
            .SelectMany(e => e.ConfigurationRelations).Select(c => c.Relation).ToHashSet();
        var sequences = sorted.OfType<Sequence>()
            .Where(s => s.Parts.HasFlag(ObjectParts.Data) && (s.Extension is null || configuration.Contains(s.Address.ObjectId)))
            .Where(s => !unreadable.Contains(s.Address.ObjectId)).ToList();
        var entries = new List<EntryDraft>(sequences.Count);
        foreach (var (sequence, state) in await SequenceStateReader.ReadAsync(query, sequences, cancellationToken).ConfigureAwait(false))
        {
            var definition = builder.Find(sequence.OwningRelation ?? (SchemaObject)sequence);
            var entry = new EntryDraft
            {
                Kind = ObjectKind.SequenceSet,
                Schema = sequence.Schema,
                Name = sequence.Name,
                Owner = sequence.Owner,
                Section = BackupSection.Data,
                Statements = [new EntryStatement(StatementRole.Definition, sequence.SetStatement(state))],
                Source = sequence,
                Relation = sequence.OwningRelation is null ? null : definition,
            };
            var extension = sequence.Extension is null ? null : builder.Find(sequence.Extension);
            foreach (var needed in new[] { definition, builder.Find(sequence), extension })
            {
                if (needed is not null)
                    entry.Dependencies.Add(needed);
            }

            entries.Add(entry);
        }

        return entries;
    }
}
