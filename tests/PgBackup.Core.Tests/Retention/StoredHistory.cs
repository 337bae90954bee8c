using Microsoft.Extensions.Options;
using PgBackup.Archive;
using PgBackup.Stores;
using PgBackup.Tests.Archive;
using PgBackup.Tests.History;
using PgBackup.Tests.RoundTrip;

namespace PgBackup.Tests.Retention;

/// <summary>A directory of backups that were never made, with manifests and artifacts of a few bytes; needs no server.</summary>
internal sealed class StoredHistory : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-retention-");

    public string Path => _directory.FullName;

    public LogCollector Logged { get; } = new();

    /// <summary>Gets the names of the files, sorted.</summary>
    public IEnumerable<string> Files =>
        _directory.EnumerateFiles().Select(f => f.Name).Where(n => n != ".gitignore").Order(StringComparer.Ordinal);

    public LocalFileStore Store => new(Path);

    public IDatabaseBackup Backups(IBackupStore? store = null) => new DatabaseBackup(
        Options.Create(new PgBackupOptions { History = HistoryMode.Disabled }), TestFormats.All, store ?? Store, new FixedTime(), Logged);

    /// <summary>Writes a backup of so many days ago.</summary>
    public BackupInfo Add(int daysAgo, Func<BackupInfo, BackupInfo>? change = null)
    {
        var backup = Histories.Made(Now.AddDays(-daysAgo).AddHours(-1));
        backup = change?.Invoke(backup) ?? backup;
        var manifest = new BackupManifest
        {
            Version = BackupManifest.CurrentVersion,
            LibraryVersion = "test",
            Backup = backup,
            ServerVersionNumber = 180004,
            Segments = [],
            Entries = [],
        };
        Write(backup.Artifact, new byte[backup.Size]);
        Write(backup.Id + ManifestJson.FileSuffix, ManifestBytes.Of(manifest));
        return backup;
    }

    public void Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddHours(-2));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
