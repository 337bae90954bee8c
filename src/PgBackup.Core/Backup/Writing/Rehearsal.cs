using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Writes a backup of nothing into nothing. What the runtime loads and compiles for a process's first backup takes as long as
/// the server's reading of a small catalog, and can be done at the same time.</summary>
internal static class Rehearsal
{
    private static int _isDone;

    /// <summary>Begins it, on another thread; in each process once.</summary>
    public static void Begin(BackupCompression compression)
    {
        if (Interlocked.Exchange(ref _isDone, 1) == 0)
            _ = Task.Run(() => WriteAsync(SegmentCodec.For(compression)));
    }

    /// <summary>Writes it.</summary>
    internal static async Task WriteAsync(SegmentCodec codec)
    {
        using var artifact = new ArtifactWriter(Stream.Null, codec);
        await artifact.AppendSegmentAsync(" "u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
        await ManifestJson.WriteAsync(Manifest(artifact), Stream.Null, CancellationToken.None).ConfigureAwait(false);
    }

    private static BackupManifest Manifest(ArtifactWriter artifact) => new()
    {
        Version = BackupManifest.CurrentVersion,
        LibraryVersion = LibraryVersion.Text,
        Backup = new BackupInfo
        {
            Id = "",
            CreatedAt = default,
            Duration = default,
            Database = "",
            ServerVersion = "",
            Format = "",
            Compression = default,
            Artifact = "",
            Size = artifact.Length,
            UncompressedSize = 0,
            Sha256 = artifact.Sha256(),
            Tables = 0,
            Rows = 0,
        },
        ServerVersionNumber = 0,
        Segments = artifact.Segments,
        Entries = [new BackupEntry { Id = 1, Kind = "", Name = "", Section = default }],
    };
}
