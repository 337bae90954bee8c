namespace PgBackup.Archive;

/// <summary>Refuses manifests whose numbers cannot be true, before anything is read or allocated by them.</summary>
internal static class ManifestCheck
{
    private const int ContentHashDigits = 32;

    /// <exception cref="PgBackupException"><c>manifest_corrupt</c>.</exception>
    public static void Require(BackupManifest manifest)
    {
        if (!Enum.IsDefined(manifest.Backup.Compression) || !Enum.IsDefined(manifest.Container))
            throw Corrupt(manifest, "its artifact is of no known kind");
        long position = 0;
        foreach (var segment in manifest.Segments)
        {
            if (segment.Offset != position || segment.Length <= 0 || segment.Length > manifest.Backup.Size - position
                || segment.DecodedLength < 0 || segment.Rows < 0)
                throw Corrupt(manifest, $"its segment at {segment.Offset} is out of place");
            position += segment.Length;
        }

        if (position != manifest.Backup.Size)
            throw Corrupt(manifest, "its segments do not add up to the artifact");
        if (manifest.Entries.Any(e => e is null || e.Table?.Columns.Contains(null!) == true))
            throw Corrupt(manifest, "an entry or a column is missing");
        for (var i = 0; i < manifest.Entries.Count; i++)
            Require(manifest, manifest.Entries[i]);
        if (manifest.Entries.Select(e => e.Id).Distinct().Count() != manifest.Entries.Count)
            throw Corrupt(manifest, "two of its entries have the same number");
        if (manifest.Backup.Artifact != Path.GetFileName(manifest.Backup.Artifact)
            || !manifest.Backup.Artifact.StartsWith(manifest.Backup.Id + ".", StringComparison.Ordinal))
            throw Corrupt(manifest, "it names an artifact of another backup");
    }

    private static void Require(BackupManifest manifest, BackupEntry entry)
    {
        foreach (var statement in entry.Statements)
        {
            if (statement.Segment < 0 || statement.Segment >= manifest.Segments.Count || statement.Offset < 0 || statement.Length < 0
                || (long)statement.Offset + statement.Length > manifest.Segments[statement.Segment].DecodedLength)
                throw Corrupt(manifest, $"a statement of entry {entry.Id} lies outside its segment");
        }

        if (entry.Table is not { } table)
            return;
        var last = -1;
        foreach (var segment in table.Segments)
        {
            if (segment <= last || segment >= manifest.Segments.Count)
                throw Corrupt(manifest, $"the segments of entry {entry.Id} are out of order");
            last = segment;
        }

        // Hostile numbers may come to more than fits.
        if (table.Segments.Aggregate(UInt128.Zero, (sum, s) => sum + (ulong)manifest.Segments[s].Rows) != (UInt128)(ulong)table.Rows)
            throw Corrupt(manifest, $"the rows of entry {entry.Id} do not add up");
        if (!Enum.IsDefined(table.Target))
            throw Corrupt(manifest, $"the rows of entry {entry.Id} are of no known kind");
        if (table.ContentHash is { } hash && (hash.Length != ContentHashDigits || !hash.All(char.IsAsciiHexDigit)))
            throw Corrupt(manifest, $"the hash of entry {entry.Id} is not a hash");
    }

    private static PgBackupException Corrupt(BackupManifest manifest, string why) => new(
        PgBackupErrorCodes.ManifestCorrupt, $"The manifest of backup '{manifest.Backup.Id}' cannot be used: {why}.")
    {
        BackupId = manifest.Backup.Id,
    };
}
