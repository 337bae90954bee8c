using PgBackup.Postgres;
using PgBackup.Stores;
using PgBackup.Verification;

namespace PgBackup.Health;

/// <summary>Knows the backups that health is judged by; each manifest is read once.</summary>
internal sealed class StoreSurvey(BackupRepository repository, int newest)
{
    // More is not compared; and a manifest may name a hundred thousand tables.
    private const int KeptTables = 3;

    private Dictionary<string, BackupFacts> _known = new(StringComparer.Ordinal);

    /// <summary>Looks at the newest backups of the store, and at those that are named.</summary>
    /// <returns>The backups by schedule, the newest first.</returns>
    /// <exception cref="PgBackupException"><c>store_failed</c>.</exception>
    public async Task<ILookup<string?, BackupFacts>> ReadAsync(IEnumerable<string> named, CancellationToken cancellationToken)
    {
        var listing = await repository.ReadListingAsync(cancellationToken).ConfigureAwait(false);
        var wanted = listing.BackupIds.OrderDescending(StringComparer.Ordinal).Take(newest).Concat(named.Where(listing.BackupIds.Contains))
            .Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal).ToList();
        var known = new Dictionary<string, BackupFacts>(StringComparer.Ordinal);
        foreach (var id in wanted)
        {
            var facts = _known.GetValueOrDefault(id) ?? await TryReadAsync(id, cancellationToken).ConfigureAwait(false);
            if (facts is not null)
                known.Add(id, facts);
        }

        // What was made from another backup, or by a self-test, says nothing of how backups are made.
        var backups = known.Values
            .Where(f => f.Backup.ConvertedFrom is null
                && f.Backup.Label?.StartsWith(SelfTest.LabelPrefix, StringComparison.Ordinal) != true)
            .Select(f => f with
            {
                Backup = listing.MarksOf(f.Backup.Id).AddTo(f.Backup),
                IsComplete = listing.LengthOf(f.Backup.Artifact) == f.Backup.Size,
            })
            .OrderByDescending(f => f.Backup.CreatedAt).ToLookup(f => f.Backup.ScheduleId);
        foreach (var old in backups.SelectMany(group => group.Skip(KeptTables)))
            known[old.Backup.Id] = known[old.Backup.Id] with { Tables = null };
        _known = known;
        return backups;
    }

    private async Task<BackupFacts?> TryReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.TryReadManifestAsync(id, cancellationToken).ConfigureAwait(false) is { } manifest
                ? new BackupFacts(manifest.Backup, IsComplete: true) { Tables = TablesOf(manifest) }
                : null;
        }
        catch (PgBackupException exception) when (BackupRepository.IsAboutManifest(exception))
        {
            // Nobody here could restore it, so it counts for nothing; the one before it grows old.
            return null;
        }
    }

    private static Dictionary<string, long> TablesOf(BackupManifest manifest)
    {
        var tables = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in manifest.Entries.Select(e => e.Table).OfType<BackupTable>())
        {
            if (table.Target != BackupTableTarget.LargeObjects)
                tables[Sql.Qualified(table.Schema, table.Name)] = table.Rows;
        }

        return tables;
    }
}
