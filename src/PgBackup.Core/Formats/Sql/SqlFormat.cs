namespace PgBackup.Formats;

/// <summary>A script that <c>psql</c> loads: statements, and rows as COPY blocks.</summary>
internal sealed class SqlFormat : IBackupFormat
{
    public string Name => "sql";

    public string FileExtension => ".sql";

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => new SqlWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => new SqlRowEncoder(SqlCopyBlock.For(table));

    public IRowDecoder CreateRowDecoder(BackupTable table) => new SqlRowDecoder(SqlCopyBlock.For(table));

    public string ReadStatement(ReadOnlySpan<byte> content) => SqlStatement.Read(content);
}
