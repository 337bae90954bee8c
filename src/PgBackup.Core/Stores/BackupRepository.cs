using PgBackup.Archive;

namespace PgBackup.Stores;

/// <summary>The backups of a store: finds, lists, reads and deletes them, and says clearly when the store cannot.</summary>
internal sealed class BackupRepository(IBackupStore store, TimeProvider time)
{
    // A manifest follows its artifact at once; one that has not come by then never will.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    private const int LongestManifest = 1024 * 1024 * 1024;

    public IBackupStore Store => store;

    public async Task<List<BackupInfo>> ListAsync(BackupFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is <= 0)
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Limit, "Limit must be more than zero.");
        var found = new List<BackupInfo>();
        foreach (var id in (await ListIdsAsync(cancellationToken).ConfigureAwait(false)).OrderDescending(StringComparer.Ordinal))
        {
            if (found.Count == filter.Limit)
                break;
            BackupManifest manifest;
            try
            {
                if (await TryReadManifestAsync(id, cancellationToken).ConfigureAwait(false) is not { } read)
                    continue;
                manifest = read;
            }
            catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ManifestCorrupt)
            {
                // One damaged manifest must not hide the others; verifying that id tells what is wrong with it.
                continue;
            }

            if (Matches(manifest.Backup, filter))
                found.Add(manifest.Backup);
        }

        return found;
    }

    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>manifest_corrupt</c>, <c>store_failed</c>.</exception>
    public async Task<BackupManifest> ReadManifestAsync(string backupId, CancellationToken cancellationToken) =>
        await TryReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false)
        ?? throw new PgBackupException(
            PgBackupErrorCodes.BackupNotFound, $"There is no backup '{backupId}' in {store.Description}. The list of backups shows those that exist.")
        {
            BackupId = backupId,
        };

    public Task<BackupManifest?> TryReadManifestAsync(string backupId, CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        try
        {
            var stream = await store.OpenReadAsync(backupId + ManifestJson.FileSuffix, 0, null, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var file = new MemoryStream();
                await stream.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                if (file.Length > LongestManifest)
                    throw new IOException($"The manifest of backup '{backupId}' is larger than any that this library writes.");
                return (BackupManifest?)ManifestJson.Read(backupId, file.GetBuffer().AsSpan(0, (int)file.Length));
            }
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    });

    /// <summary>Opens a range of the artifact.</summary>
    public Task<Stream> OpenArtifactAsync(BackupManifest manifest, long offset, long? length, CancellationToken cancellationToken) =>
        StoreErrors.TranslateAsync(store, async () =>
        {
            try
            {
                return await store.OpenReadAsync(manifest.Backup.Artifact, offset, length, cancellationToken).ConfigureAwait(false);
            }
            catch (FileNotFoundException exception)
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.ArtifactCorrupt,
                    $"The artifact '{manifest.Backup.Artifact}' of backup '{manifest.Backup.Id}' is missing from {store.Description}. Copy it back, or use another backup.",
                    exception)
                {
                    BackupId = manifest.Backup.Id,
                };
            }
        });

    /// <summary>Deletes a backup: the manifest first, so that it is no longer listed when the artifact goes.</summary>
    public Task<bool> DeleteAsync(string backupId, CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        // The artifact's name needs no manifest, which may be damaged.
        var artifacts = new List<string>();
        await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IsArtifactOf(backupId, file.Name))
                artifacts.Add(file.Name);
        }

        var existed = await store.DeleteAsync(backupId + ManifestJson.FileSuffix, cancellationToken).ConfigureAwait(false);
        foreach (var artifact in artifacts)
            await store.DeleteAsync(artifact, cancellationToken).ConfigureAwait(false);
        return existed;
    });

    /// <summary>Removes what interrupted backups left: unfinished files, and artifacts whose manifest never came.</summary>
    public Task CleanUpAsync(CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        await store.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        var files = new List<StoredFile>();
        await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false))
            files.Add(file);
        var complete = files.Select(f => IdOfManifest(f.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (IdOfArtifact(file.Name) is { } id && !complete.Contains(id) && time.GetUtcNow() - file.ModifiedAt > OrphanAge)
                await store.DeleteAsync(file.Name, cancellationToken).ConfigureAwait(false);
        }

        return true;
    });

    private Task<List<string>> ListIdsAsync(CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        var ids = new List<string>();
        await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IdOfManifest(file.Name) is { } id)
                ids.Add(id);
        }

        return ids;
    });

    private static string? IdOfManifest(string name) =>
        name.EndsWith(ManifestJson.FileSuffix, StringComparison.Ordinal) && BackupId.IsValid(name[..^ManifestJson.FileSuffix.Length])
            ? name[..^ManifestJson.FileSuffix.Length]
            : null;

    private static string? IdOfArtifact(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && BackupId.IsValid(name[..dot]) && IdOfManifest(name) is null ? name[..dot] : null;
    }

    private static bool IsArtifactOf(string backupId, string name) => IdOfArtifact(name) == backupId;

    private static bool Matches(BackupInfo backup, BackupFilter filter) =>
        (filter.Database is null || backup.Database == filter.Database)
        && (filter.Format is null || backup.Format == filter.Format)
        && (filter.Label is null || backup.Label == filter.Label)
        && (filter.ScheduleId is null || backup.ScheduleId == filter.ScheduleId)
        && (filter.From is null || backup.CreatedAt >= filter.From)
        && (filter.Before is null || backup.CreatedAt < filter.Before);
}
