namespace PgBackup.Archive;

/// <summary>Compresses segments, each on its own, so that the artifact is their plain concatenation.</summary>
internal abstract class SegmentCodec
{
    /// <summary>Gets what the compression adds to a file's name, with its dot.</summary>
    public abstract string FileExtension { get; }

    /// <summary>Makes a stream that compresses what is written into <paramref name="output"/>, which stays open; disposing it ends the
    /// segment.</summary>
    /// <param name="output">Where the compressed bytes go.</param>
    /// <param name="memory">What earlier segments of the same content were given; null for none.</param>
    public abstract Stream Compress(Stream output, LevelMemory? memory = null);

    /// <summary>Makes a stream that decompresses one segment from <paramref name="input"/>, which stays open.</summary>
    public abstract Stream Decompress(Stream input);

    /// <summary>Gets a value indicating whether the CRC-32 of the plain bytes is needed.</summary>
    public virtual bool NeedsCrc32 => false;

    public static SegmentCodec For(
        BackupCompression compression, ArtifactContainer container = ArtifactContainer.Stream) => container switch
        {
            ArtifactContainer.Stream => ForStream(compression),
            ArtifactContainer.Zip => new ZipCodec(compression),
            _ => throw new ArgumentOutOfRangeException(nameof(container), container, "The container is not one of stream and zip."),
        };

    private static SegmentCodec ForStream(BackupCompression compression) => compression switch
    {
        BackupCompression.Gzip => new GzipCodec(),
        BackupCompression.Zstd => new ZstdCodec(),
        BackupCompression.None => new PlainCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "The compression is not one of gzip, zstd and none."),
    };
}
