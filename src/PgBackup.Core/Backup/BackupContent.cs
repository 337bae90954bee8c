using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>All that a backup will hold, before the first byte is written.</summary>
internal sealed record BackupContent(
    IReadOnlyList<EntryDraft> PreData,
    IReadOnlyList<(EntryDraft Entry, TableCopy Copy)> Copies,
    IReadOnlyList<EntryDraft> AfterRows,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Reads the catalog in the session's snapshot and works out the entries.</summary>
    public static async Task<BackupContent> ReadAsync(
        SnapshotSession session, BackupSelection selection, CancellationToken cancellationToken)
    {
        var query = await CatalogReader.ReadAsync(session.Connection, session.Server.Version, cancellationToken).ConfigureAwait(false);
        new PartSelection(selection, session.Relations).Apply(query.Catalog);
        var chosen = query.Catalog.Objects.Where(o => o.Parts != ObjectParts.None).ToList();
        var (sorted, sortWarnings) = DependencySorter.Sort(chosen);
        var builder = new EntryBuilder();
        builder.Build(sorted, chosen.Where(o => o.InlineIn is { Parts: not ObjectParts.None }));

        var copies = new List<(EntryDraft, TableCopy)>();
        var afterRows = new List<EntryDraft>();
        var preData = builder.PreData.ToList();
        if (!selection.SchemaOnly)
        {
            var planned = await new TableCopyPlanner(query, session.Unreadable, session.Server.Encoding == CopyEncoding.None).PlanAsync(sorted, cancellationToken).ConfigureAwait(false);
            foreach (var copy in selection.DataOnly ? ForeignKeyOrder.Sort(planned, query.Catalog) : planned)
                copies.Add((DataEntry(builder, copy), copy));
            afterRows.AddRange(await SequenceEntriesAsync(query, builder, sorted, session.Unreadable, cancellationToken).ConfigureAwait(false));
        }

        if (selection.IncludesLargeObjects)
        {
            var largeObjects = await LargeObjectReader.ReadAsync(query, session.Unreadable.LargeObjects, cancellationToken).ConfigureAwait(false);
            preData.AddRange(largeObjects.Definitions);
            copies.AddRange(largeObjects.Copies);
            afterRows.AddRange(builder.PostData);
            afterRows.AddRange(largeObjects.Privileges);
        }
        else
        {
            afterRows.AddRange(builder.PostData);
        }

        return new BackupContent(preData, copies, afterRows, [.. selection.IsWhole ? query.Warnings : [], .. sortWarnings]);
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
        CatalogQuery query, EntryBuilder builder, IReadOnlyList<SchemaObject> sorted, UnreadableObjects unreadable, CancellationToken cancellationToken)
    {
        // Those of an extension keep their position where it asks for that.
        var configured = query.Catalog.Objects.OfType<Extension>().Where(e => e.Parts.HasFlag(ObjectParts.Data))
            .SelectMany(e => e.ConfigurationRelations).Select(c => c.Relation).ToHashSet();
        var sequences = sorted.Concat(query.Catalog.Objects.Where(o => o.Extension is not null)).OfType<Sequence>().Distinct()
            .Where(s => s.Parts.HasFlag(ObjectParts.Data) && (s.Extension is null || configured.Contains(s.Address.ObjectId)))
            .Where(s => !unreadable.Contains(s.Address.ObjectId))
            .ToList();
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
            foreach (var needed in new[] { definition, builder.Find(sequence), sequence.Extension is null ? null : builder.Find(sequence.Extension) })
            {
                if (needed is not null)
                    entry.Dependencies.Add(needed);
            }

            entries.Add(entry);
        }

        return entries;
    }
}
