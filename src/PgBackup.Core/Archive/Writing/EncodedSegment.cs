namespace PgBackup.Archive;

/// <summary>A segment that is encoded.</summary>
/// <param name="Segment">Its facts; the offset is not known yet.</param>
/// <param name="Crc32">The CRC-32 of its plain bytes; 0 where the codec needs none.</param>
internal readonly record struct EncodedSegment(BackupSegment Segment, uint Crc32);
