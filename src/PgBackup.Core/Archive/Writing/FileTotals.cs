namespace PgBackup.Archive;

/// <summary>What the segments of one file come to.</summary>
/// <param name="Size">Plain bytes.</param>
/// <param name="CompressedSize">Stored bytes.</param>
/// <param name="Crc32">The CRC-32 of the plain bytes.</param>
internal readonly record struct FileTotals(long Size, long CompressedSize, uint Crc32)
{
    public FileTotals Add(EncodedSegment encoded) => new(
        Size + encoded.Segment.DecodedLength,
        CompressedSize + encoded.Segment.Length,
        Crc32Combination.Combine(Crc32, encoded.Crc32, encoded.Segment.DecodedLength));
}
