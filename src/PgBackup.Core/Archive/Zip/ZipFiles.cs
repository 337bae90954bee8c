using System.Buffers;

namespace PgBackup.Archive;

/// <summary>Parts an artifact into the files of a zip archive.</summary>
/// <param name="artifact">The artifact.</param>
/// <param name="codec">Compresses the files' segments.</param>
/// <param name="modifiedAt">The time that all files bear.</param>
internal sealed class ZipFiles(ArtifactWriter artifact, ZipCodec codec, DateTimeOffset modifiedAt) : IArtifactFiles
{
    private readonly List<ZipFileRecord> _files = [];

    // What ends a file and begins the next one becomes one segment.
    private readonly ArrayBufferWriter<byte> _framing = new();
    private string _name = "";
    private long _offset;

    private long Position => artifact.Length + _framing.WrittenCount;

    public async ValueTask BeginAsync(string name, CancellationToken cancellationToken)
    {
        (_name, _offset) = (name, Position);
        ZipRecords.WriteLocalHeader(name, codec.Method, modifiedAt, _framing);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        artifact.BeginFile();
    }

    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _framing.Write(codec.FileEnd);
        var (size, compressedSize, crc32) = artifact.File;
        var file = new ZipFileRecord(_name, codec.Method, crc32, compressedSize + codec.FileEnd.Length, size, _offset, modifiedAt);
        ZipRecords.WriteDataDescriptor(file, _framing);
        _files.Add(file);
        return ValueTask.CompletedTask;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        var start = Position;
        foreach (var file in _files)
            ZipRecords.WriteDirectoryRecord(file, _framing);
        ZipRecords.WriteDirectoryEnd(_files.Count, start, Position - start, _framing);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await artifact.AppendFramingAsync(_framing.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _framing.ResetWrittenCount();
    }
}
