using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Backup;

/// <summary>Tells what a backup of a part of a database needs and does not hold.</summary>
internal static class DanglingReferences
{
    private const int LinesAtMost = 20;
    private const int NamedAtMost = 5;

    public static IEnumerable<string> Warnings(IEnumerable<EntryDraft> entries)
    {
        var needs = entries.SelectMany(e => e.Missing.Select(m => (Missing: m, Entry: e))).ToList();
        // What joins a partition to its table may be left out in a restore, with all that follows from it.
        var partitions = needs.Where(n => n.Entry.Kind == ObjectKind.TableAttach).ToList();
        var lines = partitions
            .Select(
                n => $"{n.Entry.Identity}: {n.Missing} is not in the backup. Restored where that is missing too, the partition is a table "
                + "of its own.")
            .Concat(needs.Where(n => !partitions.Exists(p => p.Missing == n.Missing && p.Entry.Relation == n.Entry.Relation))
                .GroupBy(n => n.Missing, n => n.Entry.Identity ?? n.Entry.Name)
                .Select(g => $"{g.Key} is not in the backup, and must be in the database of a restore, for {Names([.. g])}."))
            .Order(StringComparer.Ordinal).ToList();
        return lines.Count <= LinesAtMost
            ? lines
            : lines.Take(LinesAtMost).Append($"And {lines.Count - LinesAtMost} more such lines; the manifest names them all.");
    }

    private static string Names(List<string> names) => NameList.Write(names, NamedAtMost);
}
