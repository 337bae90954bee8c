namespace PgBackup.Archive;

/// <summary>A file within a ZIP archive, as its directory lists it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Method">How its bytes are stored.</param>
/// <param name="Crc32">The CRC-32 of its plain bytes.</param>
/// <param name="CompressedSize">How many bytes it takes in the archive, without header and descriptor.</param>
/// <param name="Size">How many plain bytes it has.</param>
/// <param name="Offset">Where its local header begins.</param>
/// <param name="ModifiedAt">When it was made.</param>
internal sealed record ZipFileRecord(
    string Name, ZipMethod Method, uint Crc32, long CompressedSize, long Size, long Offset, DateTimeOffset ModifiedAt);
