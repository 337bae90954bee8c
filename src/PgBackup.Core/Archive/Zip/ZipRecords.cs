using System.Buffers;
using System.Text;

namespace PgBackup.Archive;

/// <summary>The records of a ZIP archive that is written from its beginning to its end, without going back (PKWARE's APPNOTE, section 4.3):
/// for each file the local header, its bytes and the data descriptor; then the directory, a record for each file, and its end.</summary>
internal static class ZipRecords
{
    private const int LocalHeader = 0x04034b50;
    private const int DataDescriptor = 0x08074b50;
    private const int DirectoryRecord = 0x02014b50;
    private const int Zip64DirectoryEnd = 0x06064b50;
    private const int Zip64Locator = 0x07064b50;
    private const int DirectoryEnd = 0x06054b50;

    private const int Zip64Extra = 1;
    private const int Zip64Version = 45;
    private const int ZstdVersion = 63;
    private const int MadeByUnix = 3 << 8;

    // Sizes follow in the descriptor; names are UTF-8.
    private const int Flags = (1 << 3) | (1 << 11);

    // A regular file that its owner may read and write: a backup holds what others shall not see.
    private const uint Attributes = 0x8180u << 16;

    /// <summary>Writes what stands before a file's bytes.</summary>
    /// <remarks>The sizes are not known yet: the zip64 field, always there, says that those of the descriptor have eight bytes.</remarks>
    public static void WriteLocalHeader(string name, ZipMethod method, DateTimeOffset modifiedAt, IBufferWriter<byte> output)
    {
        output.Write32(LocalHeader);
        output.Write16(VersionNeeded(method));
        output.Write16(Flags);
        output.Write16((int)method);
        output.WriteDosTime(modifiedAt);
        output.Write32(0);
        output.Write32(uint.MaxValue);
        output.Write32(uint.MaxValue);
        output.Write16(Encoding.UTF8.GetByteCount(name));
        output.Write16(4 + 16);
        Encoding.UTF8.GetBytes(name, output);
        output.Write16(Zip64Extra);
        output.Write16(16);
        output.Write64(0);
        output.Write64(0);
    }

    /// <summary>Writes what stands behind a file's bytes.</summary>
    public static void WriteDataDescriptor(ZipFileRecord file, IBufferWriter<byte> output)
    {
        output.Write32(DataDescriptor);
        output.Write32(file.Crc32);
        output.Write64(file.CompressedSize);
        output.Write64(file.Size);
    }

    /// <summary>Writes a file's record in the directory.</summary>
    public static void WriteDirectoryRecord(ZipFileRecord file, IBufferWriter<byte> output)
    {
        // In this order, and only those that have no room above.
        var large = new[] { file.Size, file.CompressedSize, file.Offset }.Where(value => value >= uint.MaxValue).ToList();
        output.Write32(DirectoryRecord);
        output.Write16(MadeByUnix | VersionNeeded(file.Method));
        output.Write16(VersionNeeded(file.Method));
        output.Write16(Flags);
        output.Write16((int)file.Method);
        output.WriteDosTime(file.ModifiedAt);
        output.Write32(file.Crc32);
        output.Write32(Limited(file.CompressedSize));
        output.Write32(Limited(file.Size));
        output.Write16(Encoding.UTF8.GetByteCount(file.Name));
        output.Write16(large.Count == 0 ? 0 : 4 + (8 * large.Count));
        output.Write16(0); // comment
        output.Write16(0); // disk
        output.Write16(0); // internal attributes
        output.Write32(Attributes);
        output.Write32(Limited(file.Offset));
        Encoding.UTF8.GetBytes(file.Name, output);
        if (large.Count == 0)
            return;
        output.Write16(Zip64Extra);
        output.Write16(8 * large.Count);
        foreach (var value in large)
            output.Write64(value);
    }

    /// <summary>Writes the end of the directory, which is the end of the archive.</summary>
    /// <param name="files">How many files there are.</param>
    /// <param name="offset">Where the directory begins.</param>
    /// <param name="length">How many bytes its records have.</param>
    /// <param name="output">Receives the bytes.</param>
    public static void WriteDirectoryEnd(long files, long offset, long length, IBufferWriter<byte> output)
    {
        if (files >= ushort.MaxValue || offset >= uint.MaxValue || length >= uint.MaxValue)
            WriteZip64DirectoryEnd(files, offset, length, output);
        output.Write32(DirectoryEnd);
        output.Write16(0); // this disk
        output.Write16(0); // the directory's disk
        output.Write16((int)Math.Min(files, ushort.MaxValue));
        output.Write16((int)Math.Min(files, ushort.MaxValue));
        output.Write32(Limited(length));
        output.Write32(Limited(offset));
        output.Write16(0); // comment
    }

    private static void WriteZip64DirectoryEnd(long files, long offset, long length, IBufferWriter<byte> output)
    {
        output.Write32(Zip64DirectoryEnd);
        output.Write64(44); // bytes of the record from here
        output.Write16(MadeByUnix | Zip64Version);
        output.Write16(Zip64Version);
        output.Write32(0); // this disk
        output.Write32(0); // the directory's disk
        output.Write64(files);
        output.Write64(files);
        output.Write64(length);
        output.Write64(offset);

        output.Write32(Zip64Locator);
        output.Write32(0); // the record's disk
        output.Write64(offset + length);
        output.Write32(1); // disks
    }

    private static uint Limited(long value) => (uint)Math.Min(value, uint.MaxValue);

    private static int VersionNeeded(ZipMethod method) => method == ZipMethod.Zstd ? ZstdVersion : Zip64Version;
}
