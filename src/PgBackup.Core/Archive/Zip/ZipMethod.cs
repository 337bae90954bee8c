namespace PgBackup.Archive;

/// <summary>How a file's bytes are stored within a ZIP archive (APPNOTE 4.4.5).</summary>
internal enum ZipMethod : ushort
{
    /// <summary>As they are.</summary>
    Stored = 0,

    /// <summary>Raw deflate, RFC 1951.</summary>
    Deflate = 8,

    /// <summary>Zstandard frames, RFC 8878.</summary>
    Zstd = 93,
}
