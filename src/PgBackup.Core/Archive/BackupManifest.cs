namespace PgBackup;

/// <summary>What an artifact holds and where. A backup exists when its manifest does.</summary>
public sealed record BackupManifest
{
    /// <summary>The version of the manifest that this library writes; it reads all up to this one.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the version of the manifest's own shape.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the version of the library that wrote it.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Gets the backup's facts.</summary>
    public required BackupInfo Backup { get; init; }

    /// <summary>Gets the server's version number, for instance 170004.</summary>
    public required int ServerVersionNumber { get; init; }

    /// <summary>Gets what was decided about the database when it was made; null in manifests of early versions.</summary>
    public BackupDatabase? Database { get; init; }

    /// <summary>Gets what the artifact is as a file.</summary>
    public ArtifactContainer Container { get; init; }

    /// <summary>Gets the segments, in the artifact's order.</summary>
    public required IReadOnlyList<BackupSegment> Segments { get; init; }

    /// <summary>Gets the entries, in the order in which they are restored.</summary>
    public required IReadOnlyList<BackupEntry> Entries { get; init; }
}
