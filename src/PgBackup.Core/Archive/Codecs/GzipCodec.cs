using System.IO.Compression;

namespace PgBackup.Archive;

/// <summary>One gzip member for each segment (RFC 1952, 2.2: a file is a series of members).</summary>
internal sealed class GzipCodec : SegmentCodec
{
    public override string FileExtension => ".gz";

    public override Stream Compress(Stream output, LevelMemory? memory = null) => DeflateLevels.Compress(
        output, memory, (inner, options) => new GZipStream(inner, options, leaveOpen: true));

    public override Stream Decompress(Stream input) => new GZipStream(input, CompressionMode.Decompress, leaveOpen: true);
}
