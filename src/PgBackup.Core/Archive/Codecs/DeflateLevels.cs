using System.IO.Compression;

namespace PgBackup.Archive;

/// <summary>The levels of deflate that make what level 6 of the classic zlib makes, which <c>pg_dump</c> uses, in about a third of its time.</summary>
internal static class DeflateLevels
{
    private const int Fast = 3;
    private const int Small = 4;
    private const double Tolerance = 1.01;

    private static readonly ZLibCompressionOptions FastOptions = new() { CompressionLevel = Fast };
    private static readonly ZLibCompressionOptions SmallOptions = new() { CompressionLevel = Small };

    /// <summary>Makes a stream that compresses into <paramref name="output"/> with the level that suits.</summary>
    public static Stream Compress(Stream output, Func<Stream, ZLibCompressionOptions, Stream> create) =>
        new AdaptiveStream(output, (inner, level) => create(inner, level == Fast ? FastOptions : SmallOptions), Fast, Small, Tolerance);
}
