namespace PgBackup.Backup;

/// <summary>What is known of an artifact that is written, wholly or so far.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Container">What it is as a file.</param>
/// <param name="Segments">Its segments, in its own order.</param>
/// <param name="Entries">Its entries, in the order in which they are restored.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
internal sealed record ArtifactFacts(
    string Name, ArtifactContainer Container, IReadOnlyList<BackupSegment> Segments, IReadOnlyList<BackupEntry> Entries, long Size,
    string Sha256)
{
    public long UncompressedSize => Segments.Sum(s => s.DecodedLength);

    public int Tables => Entries.Count(e => e.Table is not null);

    public long Rows => Entries.Sum(e => e.Table?.Rows ?? 0);
}
