using PgBackup.Archive;
using PgBackup.Backup;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Stores;

namespace PgBackup.Conversion;

/// <summary>Writes a backup once more, in another format or with another compression, and needs no server for it.</summary>
internal sealed class ConversionRunner(BackupRepository repository, IReadOnlyDictionary<string, IBackupFormat> formats, TimeProvider time)
{
    /// <summary>Converts.</summary>
    public async Task<BackupInfo> RunAsync(
        string backupId, ConversionSettings settings, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var source = await repository.ReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
        ManifestCheck.Require(source);
        var sourceFormat = Format(source.Backup.Format);
        var format = Format(settings.Format ?? source.Backup.Format);
        var compression = settings.Compression ?? source.Backup.Compression;

        var reader = new ArtifactReader(source, (offset, length, token) => repository.OpenArtifactAsync(source, offset, length, token));
        var reporter = new BackupProgressReporter(progress, time);
        var writer = new BackupWriter(repository.Store, format, compression);
        var description = Describe(source);
        var tables = source.Entries.Where(e => e.Table is not null).ToList();
        var lastRows = source.Entries.ToList().FindLastIndex(e => e.Table is not null);
        var definitions = new StoredEntries(new ContentReader(reader, sourceFormat));
        return await writer.WriteAsync(
            description,
            new ArtifactContent(
                definitions.ReadAsync(source.Entries.Where((e, i) => e.Table is null && i < lastRows), cancellationToken),
                tables,
                definitions.ReadAsync(source.Entries.Where((e, i) => e.Table is null && i > lastRows), cancellationToken),
                ConvertRowsAsync),
            Manifest,
            cancellationToken).ConfigureAwait(false);

        async Task<IReadOnlyList<BackupTable>> ConvertRowsAsync(TableAppender appender)
        {
            reporter.Begin(BackupPhase.CopyingData, tables.Count, tables.Sum(t => t.Table!.Bytes));
            var pipeline = new RowPipeline<StoredChunk>(format, writer.Codec, settings.Jobs, hashesRows: false, reporter);
            var converted = await pipeline.RunAsync(
                [.. StoredChunk.Of(tables.Select(t => t.Table!))],
                (_, _) => Task.FromResult<IRowReader<StoredChunk>>(new StoredRowReader(new ContentReader(reader, sourceFormat))),
                appender,
                cancellationToken).ConfigureAwait(false);
            RequireSameRows(source, converted);
            reporter.Begin(BackupPhase.Finishing, tables.Count, 0);
            return converted;
        }

        BackupManifest Manifest(ArtifactFacts artifact) => source with
        {
            Version = BackupManifest.CurrentVersion,
            LibraryVersion = description.LibraryVersion,
            Backup = source.Backup with
            {
                Id = description.Id,
                ConvertedFrom = source.Backup.Id,
                Duration = time.GetElapsedTime(started),
                Format = format.Name,
                Compression = compression,
                Artifact = artifact.Name,
                Size = artifact.Size,
                UncompressedSize = artifact.UncompressedSize,
                Sha256 = artifact.Sha256,
                Tables = artifact.Tables,
                Rows = artifact.Rows,
            },
            Container = artifact.Container,
            Segments = artifact.Segments,
            Entries = artifact.Entries,
        };
    }

    private static BackupDescription Describe(BackupManifest source) => new()
    {
        Id = BackupId.Create(source.Backup.CreatedAt),
        CreatedAt = source.Backup.CreatedAt,
        Database = source.Backup.Database,
        ServerVersion = source.Backup.ServerVersion,
        ServerMajor = source.ServerVersionNumber / 10_000,
        Properties = source.Database,
        Selection = source.Backup.Selection,
        Label = source.Backup.Label,
        LibraryVersion = LibraryVersion.Text,
    };

    private static void RequireSameRows(BackupManifest source, IReadOnlyList<BackupTable> converted)
    {
        foreach (var (original, table) in source.Entries.Select(e => e.Table).OfType<BackupTable>().Zip(converted))
        {
            if (original.Rows != table.Rows)
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.ArtifactCorrupt,
                    $"Backup '{source.Backup.Id}' holds {table.Rows} rows of {Sql.Qualified(table.Schema, table.Name)} instead of "
                    + $"{original.Rows}. "
                    + "Copy the artifact again, or use another backup.")
                {
                    BackupId = source.Backup.Id,
                };
            }
        }
    }

    private IBackupFormat Format(string name) => formats.TryGetValue(name, out var format)
        ? format
        : throw new PgBackupException(
            PgBackupErrorCodes.FormatNotFound,
            $"There is no format '{name}'. Registered are: {string.Join(", ", formats.Keys.Order(StringComparer.Ordinal))}.");
}
