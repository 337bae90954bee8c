using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Writes a backup to a store: first the artifact, then the manifest, by which it exists.</summary>
internal sealed class BackupWriter(IBackupStore store, IBackupFormat format, BackupCompression compression)
{
    private readonly ArtifactContainer _container = format.Layout.Zip is null ? ArtifactContainer.Stream : ArtifactContainer.Zip;

    /// <summary>Gets how segments are compressed.</summary>
    public SegmentCodec Codec => SegmentCodec.For(compression, _container);

    /// <summary>Writes the backup.</summary>
    /// <param name="description">What is known before.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="describe">Makes the manifest.</param>
    /// <param name="cancellationToken">Stops the writing; nothing of it is then to be seen.</param>
    /// <returns>The finished backup.</returns>
    public async Task<BackupInfo> WriteAsync(
        BackupDescription description, ArtifactContent content, Func<ArtifactFacts, BackupManifest> describe,
        CancellationToken cancellationToken)
    {
        var codec = Codec;
        var name = description.Id + format.FileExtension + codec.FileExtension;
        var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            using var artifact = new ArtifactWriter(write.Content, codec);
            IArtifactFiles files = codec is ZipCodec zip ? new ZipFiles(artifact, zip, description.CreatedAt) : new StreamFiles();
            var builder = new ArtifactBuilder(artifact, files, format.Layout, format.CreateWriter(description));
            var entries = await builder.BuildAsync(content, Describe, cancellationToken).ConfigureAwait(false);
            var manifest = Describe(entries);
            await CompleteAsync(write, manifest, cancellationToken).ConfigureAwait(false);
            return manifest.Backup;

            BackupManifest Describe(IReadOnlyList<BackupEntry> entries) =>
                describe(new ArtifactFacts(name, _container, artifact.Segments, entries, artifact.Length, artifact.Sha256()));
        }
    }

    // The manifest is on its way before the artifact becomes visible, and is completed right after it.
    private async Task CompleteAsync(IBackupStoreWrite artifact, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var id = manifest.Backup.Id;
        var write = await store.CreateAsync(id + ManifestJson.FileSuffix, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            await ManifestJson.WriteAsync(manifest, write.Content, cancellationToken).ConfigureAwait(false);
            await artifact.CompleteAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await write.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await store.DeleteAsync(manifest.Backup.Artifact, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }

        await RequireArtifactAsync(manifest.Backup).ConfigureAwait(false);
    }

    // Another process whose clock is hours ahead may have taken it for an orphan just before the manifest came.
    private async Task RequireArtifactAsync(BackupInfo backup)
    {
        try
        {
            var artifact = await store.OpenReadAsync(backup.Artifact, 0, 0, CancellationToken.None).ConfigureAwait(false);
            await artifact.DisposeAsync().ConfigureAwait(false);
        }
        catch (FileNotFoundException exception)
        {
            await store.DeleteAsync(backup.Id + ManifestJson.FileSuffix, CancellationToken.None).ConfigureAwait(false);
            throw new PgBackupException(
                PgBackupErrorCodes.StoreFailed,
                $"The artifact '{backup.Artifact}' was removed from {store.Description} while it was completed. Check the clocks of the "
                + "machines that "
                + "write there, and try again.",
                exception);
        }
        catch (IOException)
        {
            // Manifest and artifact are complete; a store that fails now has them both.
        }
    }
}
