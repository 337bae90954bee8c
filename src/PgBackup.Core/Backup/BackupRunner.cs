using System.Buffers;
using PgBackup.Archive;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Makes one backup: snapshot, catalog, entries, rows, manifest.</summary>
internal sealed class BackupRunner(DatabaseConnector connector, IBackupStore store, IBackupFormat format, TimeProvider time)
{
    /// <summary>Makes the backup.</summary>
    public async Task<BackupInfo> RunAsync(BackupSettings settings, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reporter = new BackupProgressReporter(progress, time);
        reporter.Begin(BackupPhase.Preparing, 0, 0);
        var warnings = new List<string>();
        var selection = settings.Selection;

        var session = await SnapshotSession
            .OpenAsync(connector, selection, settings.LockTimeout, settings.SkipUnreadable, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var content = await BackupContent.ReadAsync(session, settings, cancellationToken).ConfigureAwait(false);
            warnings.AddRange(session.Unreadable.Warnings());
            warnings.AddRange(content.Warnings);
            if (session.Server.Version.Major > ServerVersion.NewestMajor)
            {
                warnings.Add($"The server is PostgreSQL {session.Server.Version.Major}, newer than the newest that this version of PgBackup knows "
                    + $"({ServerVersion.NewestMajor}): what is new in it may be missing.");
            }

            var description = Describe(session, content.Database);
            var codec = SegmentCodec.For(settings.Compression);
            var name = description.Id + format.FileExtension + codec.FileExtension;
            var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
            await using (write.ConfigureAwait(false))
            {
                using var artifact = new ArtifactWriter(write, codec);
                var writer = format.CreateWriter(description);
                var entries = new EntryAppender(artifact, writer);
                await AppendAsync(artifact, writer.WriteHeader, cancellationToken).ConfigureAwait(false);
                await entries.AppendAsync(content.PreData, cancellationToken).ConfigureAwait(false);

                reporter.Begin(BackupPhase.CopyingData, content.Copies.Count, content.Copies.Sum(c => c.Copy.EstimatedBytes));
                var pipeline = new CopyPipeline(session, format, codec, settings.Jobs, reporter);
                var tables = await pipeline
                    .RunAsync([.. content.Copies.Select(c => c.Copy)], new TableAppender(artifact, writer), cancellationToken).ConfigureAwait(false);
                foreach (var (copy, table) in content.Copies.Zip(tables))
                    entries.Add(copy.Entry, table);

                reporter.Begin(BackupPhase.Finishing, content.Copies.Count, 0);
                await entries.AppendAsync(content.AfterRows, cancellationToken).ConfigureAwait(false);
                await AppendAsync(artifact, writer.WriteFooter, cancellationToken).ConfigureAwait(false);

                var info = new BackupInfo
                {
                    Id = description.Id,
                    CreatedAt = session.TakenAt,
                    Duration = time.GetElapsedTime(started),
                    Database = session.Server.Database,
                    ServerVersion = session.Server.Version.ToString(),
                    Format = format.Name,
                    Compression = settings.Compression,
                    Artifact = name,
                    Size = artifact.Length,
                    UncompressedSize = artifact.Segments.Sum(s => s.DecodedLength),
                    Sha256 = artifact.Sha256(),
                    Tables = tables.Count,
                    Rows = tables.Sum(t => t.Rows),
                    Label = settings.Label,
                    Roles = content.Roles,
                    DatabaseProperties = settings.DatabaseProperties,
                    Selection = selection.Describe(),
                    Warnings = warnings,
                };
                var manifest = new BackupManifest
                {
                    Version = BackupManifest.CurrentVersion,
                    LibraryVersion = description.LibraryVersion,
                    Backup = info,
                    ServerVersionNumber = session.Server.Version.Number,
                    Database = content.Database,
                    Segments = artifact.Segments,
                    Entries = entries.Entries,
                };
                await CompleteAsync(write, manifest, cancellationToken).ConfigureAwait(false);
                return info;
            }
        }
    }

    private static BackupDescription Describe(SnapshotSession session, BackupDatabase properties) => new()
    {
        Id = BackupId.Create(session.TakenAt),
        CreatedAt = session.TakenAt,
        Database = session.Server.Database,
        ServerVersion = session.Server.Version.ToString(),
        ServerMajor = session.Server.Version.Major,
        Properties = properties,
        LibraryVersion = LibraryVersion.Text,
    };

    private static async Task AppendAsync(ArtifactWriter artifact, Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        write(content);
        await artifact.AppendSegmentAsync(content.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    // The manifest is on its way before the artifact becomes visible, and is completed right after it.
    private async Task CompleteAsync(IBackupStoreWrite artifact, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var id = manifest.Backup.Id;
        var write = await store.CreateAsync(id + ManifestJson.FileSuffix, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            await write.Content.WriteAsync(ManifestJson.Write(manifest), cancellationToken).ConfigureAwait(false);
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
    }
}
