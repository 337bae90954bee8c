namespace PgBackup;

/// <summary>How an artifact is compressed.</summary>
public enum BackupCompression
{
    /// <summary>gzip (RFC 1952), which every system can unpack.</summary>
    Gzip,

    /// <summary>Zstandard (RFC 8878): smaller and faster, where <c>zstd</c> can be had to unpack it by hand.</summary>
    Zstd,

    /// <summary>No compression.</summary>
    None,
}
