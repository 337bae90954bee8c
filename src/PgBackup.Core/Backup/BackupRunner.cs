using PgBackup.Archive;
using PgBackup.Postgres;
using PgBackup.Telemetry;

namespace PgBackup.Backup;

/// <summary>Makes one backup: snapshot, catalog, entries, rows, manifest.</summary>
internal sealed class BackupRunner(DatabaseConnector connector, IBackupStore store, IBackupFormat format, TimeProvider time)
{
    /// <summary>Makes the backup.</summary>
    public async Task<BackupInfo> RunAsync(
        BackupSettings settings, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reporter = new BackupProgressReporter(progress, time);
        reporter.Begin(BackupPhase.Preparing, 0, 0);
        Rehearsal.Begin(settings.Compression);

        var (session, read) = await ReadAsync(settings, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var content = new NumberedContent(read);
            OperationSpans.Current?.Enter("copy");
            var description = Describe(session, content.Database, settings);
            var writer = new BackupWriter(store, format, settings.Compression);
            return await writer.WriteAsync(
                description,
                new ArtifactContent(content.Before, content.Rows, content.After, CopyAsync),
                artifact => Manifest(session, content, settings, description, artifact, time.GetElapsedTime(started)),
                cancellationToken).ConfigureAwait(false);

            async Task<IReadOnlyList<BackupTable>> CopyAsync(TableAppender appender)
            {
                content.LetGoOfCatalog();
                reporter.Begin(BackupPhase.CopyingData, content.Copies.Count, content.Copies.Sum(c => c.EstimatedBytes));
                var pipeline = new RowPipeline<CopyChunk>(format, writer.Codec, settings.Jobs, settings.ContentHashes, reporter);
                var connections = new CopyConnections(session, content.Copies.Sum(c => c.EstimatedBytes));
                var tables = await pipeline.RunAsync(
                    [.. CopyChunk.Of(content.Copies)], connections.OpenReaderAsync, appender, cancellationToken).ConfigureAwait(false);
                OperationSpans.Current?.Measure(tables);
                OperationSpans.Current?.Enter("write manifest");
                reporter.Begin(BackupPhase.Finishing, content.Copies.Count, 0);
                return tables;
            }
        }
    }

    // Functions and types cannot be locked: what others drop while it is read is left to a new snapshot.
    private async Task<(SnapshotSession Session, BackupContent Content)> ReadAsync(
        BackupSettings settings, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            OperationSpans.Current?.Enter("connect");
            var session = await SnapshotSession
                .OpenAsync(connector, settings.Selection, settings.LockTimeout, settings.SkipUnreadable, cancellationToken)
                .ConfigureAwait(false);
            OperationSpans.Current?.Enter("catalog");
            try
            {
                return (session, await BackupContent.ReadAsync(session, settings, cancellationToken).ConfigureAwait(false));
            }
            catch (PgBackupException exception) when (
                exception.Code == PgBackupErrorCodes.SchemaChanged && attempt < SnapshotSession.MaxAttempts)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static BackupDescription Describe(SnapshotSession session, BackupDatabase properties, BackupSettings settings) => new()
    {
        Id = BackupId.Create(session.TakenAt),
        CreatedAt = session.TakenAt,
        Database = session.Server.Database,
        ServerVersion = session.Server.Version.ToString(),
        ServerMajor = session.Server.Version.Major,
        Properties = properties,
        Selection = settings.Selection.Describe(),
        Label = settings.Label,
        LibraryVersion = LibraryVersion.Text,
    };

    private BackupManifest Manifest(
        SnapshotSession session, NumberedContent content, BackupSettings settings, BackupDescription description, ArtifactFacts artifact,
        TimeSpan duration) => new()
        {
            Version = BackupManifest.CurrentVersion,
            LibraryVersion = description.LibraryVersion,
            Backup = new BackupInfo
            {
                Id = description.Id,
                CreatedAt = description.CreatedAt,
                Duration = duration,
                Database = description.Database,
                ServerVersion = description.ServerVersion,
                Format = format.Name,
                Compression = settings.Compression,
                Artifact = artifact.Name,
                Size = artifact.Size,
                UncompressedSize = artifact.UncompressedSize,
                Sha256 = artifact.Sha256,
                Tables = artifact.Tables,
                Rows = artifact.Rows,
                Label = settings.Label,
                ScheduleId = settings.ScheduleId,
                DueAt = settings.DueAt,
                Roles = content.Roles,
                DatabaseProperties = settings.DatabaseProperties,
                Selection = description.Selection,
                Warnings = Warnings(session, content),
            },
            ServerVersionNumber = session.Server.Version.Number,
            Database = content.Database,
            Container = artifact.Container,
            Segments = artifact.Segments,
            Entries = artifact.Entries,
        };

    private static List<string> Warnings(SnapshotSession session, NumberedContent content)
    {
        List<string> warnings = [.. session.Unreadable.Warnings(), .. content.Warnings];
        if (session.Server.Version.Major > ServerVersion.NewestMajor)
        {
            warnings.Add(
                $"The server is PostgreSQL {session.Server.Version.Major}, newer than the newest that this version of PgBackup knows "
                + $"({ServerVersion.NewestMajor}): what is new in it may be missing.");
        }

        return warnings;
    }
}
