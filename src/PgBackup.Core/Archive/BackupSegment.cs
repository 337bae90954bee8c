namespace PgBackup;

/// <summary>A byte range of an artifact that decodes on its own.</summary>
/// <param name="Offset">Where it begins in the artifact.</param>
/// <param name="Length">Its bytes in the artifact.</param>
/// <param name="DecodedLength">Its bytes when decompressed; 0 for what a zip archive puts around its files, which is not
/// compressed.</param>
/// <param name="Hash">The XXH128 of its bytes in the artifact, in lower-case hexadecimal.</param>
/// <param name="Rows">How many rows it holds; 0 for definitions.</param>
public readonly record struct BackupSegment(long Offset, long Length, long DecodedLength, string Hash, long Rows);
