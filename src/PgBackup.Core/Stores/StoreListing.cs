using PgBackup.Archive;

namespace PgBackup.Stores;

/// <summary>The files of a store at one moment, by the backups that they belong to.</summary>
internal sealed class StoreListing
{
    private readonly Dictionary<string, StoredFile> _files;
    private readonly ILookup<string, BackupMark> _marks;

    private StoreListing(List<StoredFile> files)
    {
        _files = files.ToDictionary(f => f.Name, StringComparer.Ordinal);
        _marks = files.Select(f => BackupMark.Parse(f.Name)).OfType<BackupMark>().ToLookup(m => m.BackupId, StringComparer.Ordinal);
        BackupIds = files.Select(f => IdOfManifest(f.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Gets the backups whose manifest is there.</summary>
    public IReadOnlySet<string> BackupIds { get; }

    public IEnumerable<StoredFile> Files => _files.Values;

    public static async Task<StoreListing> ReadAsync(IBackupStore store, CancellationToken cancellationToken)
    {
        var files = new List<StoredFile>();
        await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false))
            files.Add(file);
        return new StoreListing(files);
    }

    public BackupMarks MarksOf(string backupId) => _marks.Contains(backupId) ? new BackupMarks(_marks[backupId]) : BackupMarks.None;

    /// <summary>Finds the size of a file; null when it is not there.</summary>
    public long? LengthOf(string name) => _files.TryGetValue(name, out var file) ? file.Length : null;

    /// <summary>Tells the backup of a manifest's name; null when it is no such name.</summary>
    public static string? IdOfManifest(string name) =>
        name.EndsWith(ManifestJson.FileSuffix, StringComparison.Ordinal) && BackupId.IsValid(name[..^ManifestJson.FileSuffix.Length])
            ? name[..^ManifestJson.FileSuffix.Length]
            : null;
}
