namespace PgBackup.Archive;

/// <summary>No compression.</summary>
internal sealed class PlainCodec : SegmentCodec
{
    public override string FileExtension => "";

    public override Stream Compress(Stream output, LevelMemory? memory = null) => new BorrowedStream(output);

    public override Stream Decompress(Stream input) => new BorrowedStream(input);
}
