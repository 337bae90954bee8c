using PgBackup.Archive;

namespace PgBackup.Tests.Archive;

/// <summary>Manifests as files, also such as the library would not write.</summary>
internal static class ManifestBytes
{
    public static byte[] Of(BackupManifest manifest)
    {
        using var file = new MemoryStream();
        // Nothing of it waits: the file is in memory.
        ManifestJson.WriteAsync(manifest, file, CancellationToken.None).GetAwaiter().GetResult();
        return file.ToArray();
    }
}
