using PgBackup.Formats;

namespace PgBackup.Tests.DependencyInjection;

/// <summary>A host's own format: SQL under another name.</summary>
internal class OwnFormat : IBackupFormat
{
    private readonly SqlFormat _sql = new();

    public virtual string Name => "own";

    public string FileExtension => _sql.FileExtension;

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => _sql.CreateWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => _sql.CreateRowEncoder(table);

    public IRowDecoder CreateRowDecoder(BackupTable table) => _sql.CreateRowDecoder(table);

    public string ReadStatement(ReadOnlySpan<byte> content) => _sql.ReadStatement(content);
}
