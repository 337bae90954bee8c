namespace PgBackup.Restore;

/// <summary>Divides the rows of a large table into parts that several workers load at the same time.</summary>
internal static class TableParts
{
    // What is smaller is loaded by one worker, and so in its order.
    private const int PartsAtLeast = 4;

    /// <summary>Lists the segments of each part, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Of(BackupTable table, IReadOnlyList<BackupSegment> segments, RestoreSettings settings)
    {
        if (settings.Jobs == 1 || table.Bytes < PartsAtLeast * settings.PartSize)
            return [table.Segments];
        var parts = new List<IReadOnlyList<int>>();
        var part = new List<int>();
        long bytes = 0;
        foreach (var segment in table.Segments)
        {
            part.Add(segment);
            bytes += segments[segment].DecodedLength;
            if (bytes < settings.PartSize)
                continue;
            parts.Add(part);
            part = [];
            bytes = 0;
        }

        if (part.Count > 0)
            parts.Add(part);
        return parts;
    }
}
