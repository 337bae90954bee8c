using System.Security.Cryptography;
using System.Text;
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

    public static BackupManifest Read(string id, byte[] file) => Read(id, () => new MemoryStream(file));

    public static BackupManifest Read(string id, Func<Stream> open) =>
        ManifestJson.ReadAsync(id, _ => Task.FromResult(open()), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Changes the text of a manifest, and gives it the checksum of what it then is.</summary>
    public static void Change(string path, Func<string, string> change)
    {
        var text = File.ReadAllText(path);
        var body = change(text[..text.LastIndexOf(",\"checksum\":", StringComparison.Ordinal)]);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        File.WriteAllText(path, $"{body},\"checksum\":\"{checksum}\"}}\n");
    }
}
