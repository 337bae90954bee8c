namespace PgBackup.Formats;

/// <summary>A ZIP archive of a CSV file for each table (RFC 4180) and a script of the definitions.</summary>
/// <remarks>NULL is nothing between two commas, the empty string is <c>""</c>, and values are PostgreSQL's text form: what
/// <c>COPY … (FORMAT csv, HEADER)</c> reads and writes, but that records end with CRLF.</remarks>
internal sealed class CsvFormat : IBackupFormat
{
    public string Name => "csv";

    public string FileExtension => ".zip";

    public ArtifactLayout Layout { get; } = ArtifactLayout.Archive(new ZipLayout("schema.sql", "data", ".csv"));

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => new CsvWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => new CsvRowEncoder(table.Columns.Count);

    public IRowDecoder CreateRowDecoder(BackupTable table) => new CsvRowDecoder(table.Columns.Count);

    public string ReadStatement(ReadOnlySpan<byte> content) => SqlStatement.Read(content);
}
