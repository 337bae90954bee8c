using System.Buffers;
using System.IO.Hashing;
using PgBackup.Archive;

namespace PgBackup.Tests.Archive.Zip;

/// <summary>Composes archives of the records, as a writer does.</summary>
internal sealed class ZipComposer(Stream archive)
{
    private readonly List<ZipFileRecord> _files = [];

    public static DateTimeOffset Time { get; } = new(2026, 11, 23, 4, 5, 6, TimeSpan.FromHours(2));

    public long Position { get; private set; }

    /// <summary>Adds a file of several segments.</summary>
    public void Add(string name, ZipMethod method, params byte[][] segments)
    {
        var offset = Begin(name, method);
        var start = Position;
        var crc = 0u;
        foreach (var segment in segments)
        {
            Write(Compress(method, segment));
            crc = Crc32Combination.Combine(crc, Crc32.HashToUInt32(segment), segment.Length);
        }

        if (method == ZipMethod.Deflate)
            Write(DeflateCodec.End);
        End(new ZipFileRecord(name, method, crc, Position - start, segments.Sum(s => (long)s.Length), offset, Time));
    }

    public long Begin(string name, ZipMethod method)
    {
        var offset = Position;
        Write(output => ZipRecords.WriteLocalHeader(name, method, Time, output));
        return offset;
    }

    public void End(ZipFileRecord file)
    {
        Write(output => ZipRecords.WriteDataDescriptor(file, output));
        _files.Add(file);
    }

    public void Complete()
    {
        var start = Position;
        foreach (var file in _files)
            Write(output => ZipRecords.WriteDirectoryRecord(file, output));
        var length = Position - start;
        Write(output => ZipRecords.WriteDirectoryEnd(_files.Count, start, length, output));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        archive.Write(bytes);
        Position += bytes.Length;
    }

    public static byte[] Compress(ZipMethod method, byte[] segment)
    {
        SegmentCodec codec = method switch
        {
            ZipMethod.Deflate => new DeflateCodec(),
            ZipMethod.Zstd => new ZstdCodec(),
            _ => new PlainCodec(),
        };
        using var stored = new MemoryStream();
        using (var stream = codec.Compress(stored))
            stream.Write(segment);
        return stored.ToArray();
    }

    private void Write(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        Write(output.WrittenSpan);
    }
}
