using ZstdSharp;
using ZstdSharp.Unsafe;

namespace PgBackup.Archive;

/// <summary>One Zstandard frame for each segment (RFC 8878, 3: a file is a series of frames).</summary>
internal sealed class ZstdCodec : SegmentCodec
{
    // Looks for what was there before at every fourth byte only, and still counts how often each byte is there: what negative levels
    // leave out doubles the size of rows.
    private const int Fast = -1;

    private const int FastStep = 3;

    // Level 1 with a hash table that stays in the processor's nearest cache: a fifth faster on rows, and hardly larger.
    private const int Light = 0;

    private const int LightHashLog = 12;

    // The highest is pg_dump's. The lower ones are better than a sample shows: of a whole segment, what is 3 % larger there is as small.
    private static readonly LevelChoice Choice = new([Fast, Light, 1, 3], 1.035, 256 * 1024);

    // ZSTD_c_literalCompressionMode, which counts as experimental.
    private const ZSTD_cParameter CompressLiterals = ZSTD_cParameter.ZSTD_c_experimentalParam5;

    private const int BufferSize = 128 * 1024;

    public override string FileExtension => ".zst";

    public override Stream Compress(Stream output, LevelMemory? memory = null) =>
        new AdaptiveStream(output, Compress, Choice, memory);

    private static CompressionStream Compress(Stream output, int level)
    {
        var stream = new CompressionStream(output, Math.Max(level, 1), BufferSize, leaveOpen: true);
        if (level <= Light)
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_hashLog, LightHashLog);
        if (level == Fast)
        {
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_targetLength, FastStep);
            stream.SetParameter(CompressLiterals, (int)ZSTD_paramSwitch_e.ZSTD_ps_enable);
        }

        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }

    public override Stream Decompress(Stream input) => new DecompressionStream(input, BufferSize, leaveOpen: true);
}
