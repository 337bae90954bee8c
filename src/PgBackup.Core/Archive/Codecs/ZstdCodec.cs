using ZstdSharp;
using ZstdSharp.Unsafe;

namespace PgBackup.Archive;

/// <summary>One Zstandard frame for each segment (RFC 8878, 3: a file is a series of frames).</summary>
internal sealed class ZstdCodec : SegmentCodec
{
    private const int Level = 3;
    private const int BufferSize = 128 * 1024;

    public override string FileExtension => ".zst";

    public override Stream Compress(Stream output)
    {
        var stream = new CompressionStream(output, Level, BufferSize, leaveOpen: true);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }

    public override Stream Decompress(Stream input) => new DecompressionStream(input, BufferSize, leaveOpen: true);
}
