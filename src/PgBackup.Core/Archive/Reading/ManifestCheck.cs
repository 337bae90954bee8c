namespace PgBackup.Archive;

/// <summary>Refuses manifests whose numbers cannot be true, before anything is read or allocated by them.</summary>
internal static class ManifestCheck
{
    /// <exception cref="PgBackupException"><c>manifest_corrupt</c>.</exception>
    public static void Require(BackupManifest manifest)
    {
        long position = 0;
        foreach (var segment in manifest.Segments)
        {
            if (segment.Offset != position || segment.Length <= 0 || segment.DecodedLength < 0 || segment.Rows < 0)
                throw Corrupt(manifest, $"its segment at {segment.Offset} is out of place");
            position += segment.Length;
        }

        if (position != manifest.Backup.Size)
            throw Corrupt(manifest, "its segments do not add up to the artifact");
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

        if (table.Segments.Sum(s => manifest.Segments[s].Rows) != table.Rows)
            throw Corrupt(manifest, $"the rows of entry {entry.Id} do not add up");
    }

    private static PgBackupException Corrupt(BackupManifest manifest, string why) => new(
        PgBackupErrorCodes.ManifestCorrupt, $"The manifest of backup '{manifest.Backup.Id}' cannot be used: {why}.")
    {
        BackupId = manifest.Backup.Id,
    };
}
