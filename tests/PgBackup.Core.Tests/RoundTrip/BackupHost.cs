using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PgBackup.Stores;
using ZstdSharp;

namespace PgBackup.Tests.RoundTrip;

/// <summary>The library over one database, with a store directory of its own that goes when the test does.</summary>
/// <param name="store">A store to use instead of the directory.</param>
internal sealed class BackupHost(IBackupStore? store = null) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-store-");

    public string StorePath => Path.Combine(_directory.FullName, "store");

    public IDatabaseBackup For(string connectionString, Action<PgBackupOptions>? configure = null)
    {
        var options = new PgBackupOptions { ConnectionString = connectionString, History = HistoryMode.Disabled, Jobs = 2 };
        configure?.Invoke(options);
        return new DatabaseBackup(
            Options.Create(options), TestFormats.All, store ?? new LocalFileStore(StorePath), TimeProvider.System,
            NullLogger<DatabaseBackup>.Instance);
    }

    /// <summary>The library as it is where the server is gone.</summary>
    public IDatabaseBackup WithoutServer() => For("");

    /// <summary>Unpacks an artifact, as gunzip or unzstd would.</summary>
    public Stream OpenScript(BackupInfo backup)
    {
        var file = File.OpenRead(Path.Combine(StorePath, backup.Artifact));
        return backup.Compression switch
        {
            BackupCompression.Gzip => new GZipStream(file, CompressionMode.Decompress),
            BackupCompression.Zstd => new DecompressionStream(file, leaveOpen: false),
            _ => file,
        };
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
