namespace PgBackup.Formats;

/// <summary>One JSON document: what is known of the backup, its definitions, and rows as objects.</summary>
/// <remarks><c>docs/backup.schema.json</c> describes the document.</remarks>
internal sealed class JsonFormat : IBackupFormat
{
    public string Name => "json";

    public string FileExtension => ".json";

    public ArtifactLayout Layout => ArtifactLayout.Document;

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => new JsonDocumentWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => new JsonRowEncoder(JsonColumn.AllOf(table), table.HasRawText);

    public IRowDecoder CreateRowDecoder(BackupTable table) => new JsonRowDecoder(JsonColumn.AllOf(table), table.HasRawText);

    public string ReadStatement(ReadOnlySpan<byte> content) => JsonStatement.Read(content);
}
