using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Backup;

/// <summary>Finds the foreign keys that a row filter may break: the rows that others refer to may be left out.</summary>
internal static class FilteredKeys
{
    private const int NamedAtMost = 20;

    public static IEnumerable<string> Warnings(IReadOnlyList<TableCopy> copies, IEnumerable<ForeignKey> keys)
    {
        var filtered = Tables(copies.Where(c => c.Table.Filter is not null));
        if (filtered.Count == 0)
            yield break;
        var referring = Tables(copies);
        var names = keys
            .Where(
                k => k.IsValidated && referring.Contains(k.Table) && k.ReferencedTable is { } referenced && filtered.Contains(referenced))
            .Select(k => $"{k.Identity} to {k.ReferencedTable!.QualifiedName}").Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            yield break;
        yield return "Rows that other rows refer to may be left out by Where, so these foreign keys may not hold in a restore: "
            + $"{NameList.Write(names, NamedAtMost)}. SkipConstraints restores them without proof.";
    }

    private static HashSet<Relation> Tables(IEnumerable<TableCopy> copies) =>
        [.. copies.SelectMany(c => ForeignKeyOrder.Family((Table)c.Source!))];
}
