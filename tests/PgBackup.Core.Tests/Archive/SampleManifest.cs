namespace PgBackup.Tests.Archive;

/// <summary>A made-up manifest, for tests to change: a backup of one table in two segments, and no entries.</summary>
internal static class SampleManifest
{
    public const string Id = "20260131-020000-0a1b2c3d";

    public static BackupManifest Value { get; } = new()
    {
        Version = BackupManifest.CurrentVersion,
        LibraryVersion = "1.0.0",
        Backup = new BackupInfo
        {
            Id = Id,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Duration = TimeSpan.Zero,
            Database = "shop",
            ServerVersion = "18.1",
            Format = "csv",
            Compression = BackupCompression.Gzip,
            Artifact = Id + ".zip",
            Size = 30,
            UncompressedSize = 60,
            Sha256 = "",
            Tables = 1,
            Rows = 2,
        },
        ServerVersionNumber = 180001,
        Container = ArtifactContainer.Zip,
        Segments = [new BackupSegment(0, 10, 20, "", 1), new BackupSegment(10, 20, 40, "", 1)],
        Entries = [],
    };

    /// <summary>Makes the manifest of an artifact.</summary>
    public static BackupManifest Of(
        BackupCompression compression, ArtifactContainer container, IReadOnlyList<BackupSegment> segments, long size, string sha256 = "") =>
        Value with
        {
            Container = container,
            Segments = segments,
            Backup = Value.Backup with { Compression = compression, Size = size, Sha256 = sha256 },
        };
}
