namespace PgBackup.Archive;

/// <summary>Compresses segments of the files of a zip archive: a file is the concatenation of its segments and of
/// <see cref="FileEnd"/>.</summary>
internal sealed class ZipCodec : SegmentCodec
{
    private readonly SegmentCodec _inner;

    public ZipCodec(BackupCompression compression)
    {
        (Method, _inner) = compression switch
        {
            BackupCompression.Gzip => (ZipMethod.Deflate, new DeflateCodec()),
            BackupCompression.Zstd => (ZipMethod.Zstd, new ZstdCodec()),
            BackupCompression.None => (ZipMethod.Stored, (SegmentCodec)new PlainCodec()),
            _ => throw new ArgumentOutOfRangeException(
                nameof(compression), compression, "The compression is not one of gzip, zstd and none."),
        };
    }

    /// <summary>Gets how the archive names the compression.</summary>
    public ZipMethod Method { get; }

    /// <summary>Gets what ends a file behind its segments.</summary>
    public ReadOnlySpan<byte> FileEnd => Method == ZipMethod.Deflate ? DeflateCodec.End : default;

    public override bool NeedsCrc32 => true;

    public override string FileExtension => "";

    public override Stream Compress(Stream output, LevelMemory? memory = null) => _inner.Compress(output, memory);

    public override Stream Decompress(Stream input) => _inner.Decompress(input);
}
