using PgBackup.Archive;

namespace PgBackup.Stores;

/// <summary>The backups of a store: finds, lists, reads and deletes them, and says clearly when the store cannot.</summary>
/// <param name="store">Where they are.</param>
/// <param name="formatExtensions">The file extensions of all formats: a file with another one is not the library's, whatever its name
/// begins with.</param>
/// <param name="time">The clock.</param>
internal sealed class BackupRepository(IBackupStore store, IEnumerable<string> formatExtensions, TimeProvider time)
{
    // A manifest follows its artifact at once; one that has not come by then never will.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    private readonly HashSet<string> _artifactExtensions = new(
        from format in formatExtensions
        from codec in Enum.GetValues<BackupCompression>().Select(c => SegmentCodec.For(c).FileExtension)
        select format + codec,
        StringComparer.Ordinal);

    private readonly MarkFiles _marks = new(store, time);

    public IBackupStore Store => store;

    public Task<List<BackupInfo>> ListAsync(BackupFilter filter, CancellationToken cancellationToken) =>
        ListAsync(filter, static _ => { }, cancellationToken);

    /// <summary>Lists backups, the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="leaveOut">Is told of manifests that cannot be read: one of them must not hide the others.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<BackupInfo>> ListAsync(
        BackupFilter filter, Action<PgBackupException> leaveOut, CancellationToken cancellationToken)
    {
        if (filter.Limit is <= 0)
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Limit, "Limit must be more than zero.");
        var listing = await ReadListingAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<BackupInfo>();
        foreach (var id in listing.BackupIds.OrderDescending(StringComparer.Ordinal))
        {
            if (found.Count == filter.Limit)
                break;
            try
            {
                if (await TryReadManifestAsync(id, cancellationToken).ConfigureAwait(false) is { } manifest
                    && Matches(manifest.Backup, filter))
                    found.Add(listing.MarksOf(id).AddTo(manifest.Backup));
            }
            catch (PgBackupException exception) when (IsAboutManifest(exception))
            {
                leaveOut(exception);
            }
        }

        return found;
    }

    /// <summary>Reads all backups of the store, also what is wrong with them.</summary>
    public async Task<BackupInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        var listing = await ReadListingAsync(cancellationToken).ConfigureAwait(false);
        var backups = new List<StoredBackup>();
        var unreadable = new List<string>();
        foreach (var id in listing.BackupIds.OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                if (await TryReadManifestAsync(id, cancellationToken).ConfigureAwait(false) is { Backup: var backup })
                    backups.Add(new StoredBackup(listing.MarksOf(id).AddTo(backup), listing.LengthOf(backup.Artifact) == backup.Size));
            }
            catch (PgBackupException exception) when (IsAboutManifest(exception))
            {
                unreadable.Add(exception.Message);
            }
        }

        return new BackupInventory(backups, unreadable);
    }

    /// <summary>Finds a backup with all that is noted of it; null when there is none of that id.</summary>
    public async Task<BackupManifest?> FindAsync(string backupId, CancellationToken cancellationToken)
    {
        if (await TryReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return null;
        var listing = await ReadListingAsync(cancellationToken).ConfigureAwait(false);
        return manifest with { Backup = listing.MarksOf(backupId).AddTo(manifest.Backup) };
    }

    /// <summary>Pins or unpins a backup.</summary>
    /// <returns>Whether that changed anything.</returns>
    public async Task<bool> PinAsync(string backupId, bool isPinned, CancellationToken cancellationToken)
    {
        var listing = await ReadListingAsync(cancellationToken).ConfigureAwait(false);
        if (!listing.BackupIds.Contains(backupId))
            throw NotFound(backupId);
        var marks = listing.MarksOf(backupId);
        return await StoreErrors.TranslateAsync(store, () => isPinned
            ? _marks.PinAsync(backupId, marks, cancellationToken)
            : _marks.UnpinAsync(marks, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Notes what a verification found beside the backup, if that is still there.</summary>
    public Task NoteAsync(VerificationReport report, CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        var listing = await StoreListing.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        if (listing.BackupIds.Contains(report.BackupId))
            await _marks.NoteAsync(report, listing.MarksOf(report.BackupId), cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Tells whether a manifest is there and cannot be read, whatever the reason.</summary>
    public static bool IsAboutManifest(PgBackupException exception) =>
        exception.Code is PgBackupErrorCodes.ManifestCorrupt or PgBackupErrorCodes.ManifestNotSupported;

    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>manifest_corrupt</c>, <c>manifest_not_supported</c>,
    /// <c>store_failed</c>.</exception>
    public async Task<BackupManifest> ReadManifestAsync(string backupId, CancellationToken cancellationToken) =>
        await TryReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false)
        ?? throw NotFound(backupId);

    public Task<BackupManifest?> TryReadManifestAsync(
        string backupId, CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        try
        {
            return (BackupManifest?)await ManifestJson.ReadAsync(
                backupId,
                token => store.OpenReadAsync(backupId + ManifestJson.FileSuffix, 0, null, token),
                cancellationToken).ConfigureAwait(false);
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
                    $"The artifact '{manifest.Backup.Artifact}' of backup '{manifest.Backup.Id}' is missing from {store.Description}. "
                    + "Copy it back, or use another backup.",
                    exception)
                {
                    BackupId = manifest.Backup.Id,
                };
            }
        });

    /// <summary>Deletes a backup: the manifest first, so that it is no longer listed when the artifact goes, and last what is noted of
    /// it.</summary>
    /// <remarks>What is left when it is cut short, <see cref="CleanUpAsync"/> finds.</remarks>
    public Task<bool> DeleteAsync(string backupId, CancellationToken cancellationToken) =>
        DeleteAsync(backupId, static _ => { }, cancellationToken);

    /// <summary>Deletes a backup as <see cref="DeleteAsync(string, CancellationToken)"/> does.</summary>
    /// <param name="backupId">The backup.</param>
    /// <param name="check">Sees the store as it is right before; throws to leave the backup alone.</param>
    /// <param name="cancellationToken">Stops before the next file is deleted.</param>
    public Task<bool> DeleteAsync(
        string backupId, Action<StoreListing> check, CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        var files = new List<string>();
        if (await FindArtifactAsync(backupId, cancellationToken).ConfigureAwait(false) is { } artifact)
            files.Add(artifact);
        var listing = await StoreListing.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var others = listing.Files.Select(f => f.Name).Where(name => IdOfDependent(name) == backupId && !files.Contains(name));
        files.AddRange(others.OrderBy(IsMark));
        check(listing);

        var existed = await store.DeleteAsync(backupId + ManifestJson.FileSuffix, cancellationToken).ConfigureAwait(false);
        foreach (var file in files)
            await store.DeleteAsync(file, cancellationToken).ConfigureAwait(false);
        return existed;
    });

    /// <summary>Removes what interrupted backups and deletions left: unfinished files, and artifacts and marks without a
    /// manifest.</summary>
    /// <returns>The ids of backups whose deletion was cut short, or that were never finished, and of which something was removed.</returns>
    public Task<IReadOnlyList<string>> CleanUpAsync(CancellationToken cancellationToken) => StoreErrors.TranslateAsync(store, async () =>
    {
        await store.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        var listing = await StoreListing.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var removed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in listing.Files.OrderBy(f => IsMark(f.Name)))
        {
            if (IdOfDependent(file.Name) is { } id && !listing.BackupIds.Contains(id) && time.GetUtcNow() - file.ModifiedAt > OrphanAge
                && await store.DeleteAsync(file.Name, cancellationToken).ConfigureAwait(false))
                removed.Add(id);
        }

        return (IReadOnlyList<string>)[.. removed];
    });

    /// <summary>Lists the files of the store.</summary>
    public Task<StoreListing> ReadListingAsync(CancellationToken cancellationToken) =>
        StoreErrors.TranslateAsync(store, () => StoreListing.ReadAsync(store, cancellationToken));

    // A damaged manifest names no artifact; it is then found by its extension. One that is made up must not name another backup's files.
    // One of a newer library may name files that this one knows nothing of: it is not deleted by halves.
    private async Task<string?> FindArtifactAsync(string backupId, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await TryReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
            return manifest?.Backup.Artifact is { } name && name.StartsWith(backupId + ".", StringComparison.Ordinal) ? name : null;
        }
        catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ManifestCorrupt)
        {
            return null;
        }
    }

    /// <summary>Tells the backup that a file belongs to; null for manifests and for what the library did not write.</summary>
    private string? IdOfDependent(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && BackupId.IsValid(name[..dot]) && (IsMark(name) || _artifactExtensions.Contains(name[dot..])) ? name[..dot] : null;
    }

    private static bool IsMark(string name) => name.EndsWith(BackupMark.FileSuffix, StringComparison.Ordinal);

    public PgBackupException NotFound(string backupId) => new(
        PgBackupErrorCodes.BackupNotFound,
        $"There is no backup '{backupId}' in {store.Description}. The list of backups shows those that exist.")
    {
        BackupId = backupId,
    };

    private static bool Matches(BackupInfo backup, BackupFilter filter) =>
        (filter.Database is null || backup.Database == filter.Database)
        && (filter.Format is null || backup.Format == filter.Format)
        && (filter.Label is null || backup.Label == filter.Label)
        && (filter.ScheduleId is null || backup.ScheduleId == filter.ScheduleId)
        && (filter.From is null || backup.CreatedAt >= filter.From)
        && (filter.Before is null || backup.CreatedAt < filter.Before);
}
