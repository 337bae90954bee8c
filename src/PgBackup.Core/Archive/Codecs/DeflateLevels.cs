using System.IO.Compression;

namespace PgBackup.Archive;

/// <summary>The levels of deflate that make about what level 6 of the classic zlib makes, which <c>pg_dump</c> uses, in a part of its
/// time.</summary>
internal static class DeflateLevels
{
    private static readonly LevelChoice Choice = new([2, 3, 4, 6], 1.07, 128 * 1024);

    private static readonly ZLibCompressionOptions[] Options =
        [.. Enumerable.Range(0, 10).Select(level => new ZLibCompressionOptions { CompressionLevel = level })];

    /// <summary>Makes a stream that compresses into <paramref name="output"/> with the level that suits.</summary>
    public static Stream Compress(Stream output, LevelMemory? memory, Func<Stream, ZLibCompressionOptions, Stream> create) =>
        new AdaptiveStream(output, (inner, level) => create(inner, Options[level]), Choice, memory);
}
