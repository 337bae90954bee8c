using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Writes an artifact as the layout of its format wants it.</summary>
/// <param name="artifact">Receives the segments.</param>
/// <param name="files">Parts them into files where the artifact is an archive.</param>
/// <param name="layout">Where definitions and rows stand.</param>
/// <param name="writer">Writes what stands around the rows.</param>
internal sealed class ArtifactBuilder(ArtifactWriter artifact, IArtifactFiles files, ArtifactLayout layout, IBackupFormatWriter writer)
{
    private const string ManifestFile = "manifest.json";

    private readonly EntryAppender _entries = new(artifact, writer);

    /// <summary>Writes the artifact.</summary>
    /// <param name="content">What it holds.</param>
    /// <param name="describe">Makes the manifest of what has been written so far, which an archive holds as its last file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The entries, in the order in which they are restored.</returns>
    public async Task<IReadOnlyList<BackupEntry>> BuildAsync(
        ArtifactContent content, Func<IReadOnlyList<BackupEntry>, BackupManifest> describe, CancellationToken cancellationToken)
    {
        if (layout.Zip is { } zip)
        {
            await files.BeginAsync(zip.DefinitionsFile, cancellationToken).ConfigureAwait(false);
            await AppendAsync(writer.WriteHeader, cancellationToken).ConfigureAwait(false);
            await _entries.AppendAsync(content.BeforeRows, cancellationToken).ConfigureAwait(false);
            await _entries.AppendAsync(content.AfterRows, cancellationToken).ConfigureAwait(false);
            await AppendAsync(writer.WriteFooter, cancellationToken).ConfigureAwait(false);
            await files.EndAsync(cancellationToken).ConfigureAwait(false);
            await AppendRowsAsync(content).ConfigureAwait(false);
            await files.BeginAsync(ManifestFile, cancellationToken).ConfigureAwait(false);
            using var manifest = new MemoryStream();
            await ManifestJson.WriteAsync(describe(_entries.Entries), manifest, cancellationToken).ConfigureAwait(false);
            await artifact.AppendSegmentAsync(manifest.GetBuffer().AsMemory(0, (int)manifest.Length), cancellationToken)
                .ConfigureAwait(false);
            await files.EndAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AppendAsync(writer.WriteHeader, cancellationToken).ConfigureAwait(false);
            await _entries.AppendAsync(content.BeforeRows, cancellationToken).ConfigureAwait(false);
            if (layout.HasDefinitionsFirst)
                await _entries.AppendAsync(content.AfterRows, cancellationToken).ConfigureAwait(false);
            await AppendRowsAsync(content).ConfigureAwait(false);
            if (!layout.HasDefinitionsFirst)
                await _entries.AppendAsync(content.AfterRows, cancellationToken).ConfigureAwait(false);
            await AppendAsync(writer.WriteFooter, cancellationToken).ConfigureAwait(false);
        }

        await files.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return _entries.Entries;
    }

    private async Task AppendRowsAsync(ArtifactContent content)
    {
        var tables = await content.AppendRowsAsync(new TableAppender(artifact, files, layout.Zip, writer)).ConfigureAwait(false);
        foreach (var (entry, table) in content.Rows.Zip(tables))
            _entries.Add(entry, table);
    }

    private async Task AppendAsync(Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        write(content);
        await artifact.AppendSegmentAsync(content.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }
}
