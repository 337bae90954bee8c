using PgBackup.Events;

namespace PgBackup.Health;

/// <summary>Finds what looks wrong in the newest backup although it succeeded.</summary>
internal static class Anomalies
{
    private const int FewestToCompare = 5;

    // The others are counted.
    private const int MostTables = 10;

    // What makes the median absolute deviation of a normal distribution its standard deviation.
    private const double Consistency = 1.4826;

    // Whatever the median, nobody needs to hear of less.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMinutes(1);

    private const long LeastBytes = 64 * 1024;

    /// <summary>Compares the newest good backup with those before it that hold the same part of the database.</summary>
    /// <param name="backups">The newest first.</param>
    /// <param name="options">The thresholds.</param>
    public static IEnumerable<BackupHealthReason> Find(IReadOnlyList<BackupFacts> backups, BackupHealthOptions options)
    {
        var good = backups.Where(b => b.IsGood).ToList();
        if (good.Count < 2)
            return [];
        var newest = good[0];
        var before = good.Skip(1).Where(b => b.Backup.Selection.SequenceEqual(newest.Backup.Selection)).Take(options.CompareWith).ToList();
        return before.Count == 0
            ? []
            : Tables(newest, before[0], options).Concat(Measures(newest.Backup, [.. before.Select(b => b.Backup)], options));
    }

    private static IEnumerable<BackupHealthReason> Tables(BackupFacts newest, BackupFacts before, BackupHealthOptions options)
    {
        if (before.Tables is not { } earlier || newest.Tables is not { } now)
            yield break;
        var lost = earlier
            .Where(t => t.Value >= options.RowLossFrom)
            .Select(t => (Table: t.Key, Had: t.Value, Has: now.TryGetValue(t.Key, out var rows) ? rows : (long?)null))
            .Where(t => t.Has is null || t.Had - t.Has.Value >= t.Had * options.RowLoss)
            .OrderByDescending(t => t.Had - (t.Has ?? 0)).ThenBy(t => t.Table, StringComparer.Ordinal).ToList();
        foreach (var (table, had, has) in lost.Take(MostTables))
        {
            yield return new(
                has is null ? BackupHealthReasonKind.TableGone : BackupHealthReasonKind.TableShrunk, BackupHealthStatus.Degraded,
                $"Table {table} had {Number(had)} rows in backup {before.Backup.Id}, and "
                + (has is null ? $"is not in {newest.Backup.Id}." : $"has {Number(has.Value)} in {newest.Backup.Id}."),
                "If nobody meant this, restore the table from the earlier backup, and pin that one.")
            {
                BackupId = newest.Backup.Id,
                ObjectName = table,
            };
        }

        if (lost.Count > MostTables)
        {
            yield return new(
                BackupHealthReasonKind.TableShrunk, BackupHealthStatus.Degraded,
                $"{Number(lost.Count - MostTables)} more tables are gone from backup {newest.Backup.Id} or have lost most of their rows.",
                $"Compare it with backup {before.Backup.Id}.")
            {
                BackupId = newest.Backup.Id,
            };
        }
    }

    private static IEnumerable<BackupHealthReason> Measures(
        BackupInfo newest, IReadOnlyList<BackupInfo> before, BackupHealthOptions options)
    {
        if (before.Count < FewestToCompare)
            yield break;
        // Formats and compressions have sizes of their own.
        var alike = before.Where(b => b.Format == newest.Format && b.Compression == newest.Compression).ToList();
        if (alike.Count >= FewestToCompare && Away(newest.Size, alike.Select(b => (double)b.Size), LeastBytes, options) is { } size)
        {
            yield return new(
                BackupHealthReasonKind.SizeUnusual, BackupHealthStatus.Degraded,
                $"Backup {newest.Id} has {EventText.OfBytes(newest.Size)}; the {alike.Count} before it have "
                + $"{EventText.OfBytes((long)size)} in the middle.",
                "Find out what has grown or gone; the row counts of both backups tell.")
            {
                BackupId = newest.Id,
            };
        }

        var took = newest.Duration.TotalSeconds;
        if (Away(took, before.Select(b => b.Duration.TotalSeconds), LeastDelay.TotalSeconds, options) is { } duration && took > duration)
        {
            yield return new(
                BackupHealthReasonKind.DurationUnusual, BackupHealthStatus.Degraded,
                $"Backup {newest.Id} took {EventText.Of(newest.Duration)}; the {before.Count} before it took "
                + $"{EventText.Of(TimeSpan.FromSeconds(duration))} in the middle.",
                "Look for what slowed it: load of the server, locks, the network, the disk.")
            {
                BackupId = newest.Id,
            };
        }
    }

    // The median of the others, where the value is far from it: by the deviation that they have themselves, which one odd one among them
    // does not change.
    private static double? Away(double value, IEnumerable<double> others, double least, BackupHealthOptions options)
    {
        var values = others.ToList();
        var median = Median(values);
        var deviation = Consistency * Median([.. values.Select(v => Math.Abs(v - median))]);
        var allowed = Math.Max(Math.Max(deviation * options.Deviations, median * options.DeviationFloor), least);
        return Math.Abs(value - median) > allowed ? median : null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static string Number(long value) => value.ToString("N0", EventText.Culture);
}
