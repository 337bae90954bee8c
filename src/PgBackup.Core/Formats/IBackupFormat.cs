namespace PgBackup;

/// <summary>A way to write entries and rows as bytes, and to read them back: SQL, JSON, CSV, or a host's own.</summary>
/// <remarks>Register one with <c>AddFormat&lt;T&gt;()</c>. A format is a singleton and may serve many backups at once; the writers and
/// readers that it creates serve one each. Compression, checksums, parallel work and ranges are the library's matter: a format sees plain
/// bytes. Rows are always exchanged with the library as PostgreSQL's COPY text format in UTF-8 ("COPY", "Text Format" in the
/// manual).</remarks>
public interface IBackupFormat
{
    /// <summary>Gets the name by which options choose the format: lower-case letters and digits.</summary>
    string Name { get; }

    /// <summary>Gets the extension of artifacts before that of the compression, with its dot; for instance <c>.sql</c>. A zip archive has
    /// none behind it.</summary>
    string FileExtension { get; }

    /// <summary>Gets where definitions and rows stand. The default is <see cref="ArtifactLayout.Script"/>.</summary>
    ArtifactLayout Layout => ArtifactLayout.Script;

    /// <summary>Creates the writer of one backup.</summary>
    /// <param name="backup">What is known of the backup before it is written.</param>
    /// <returns>A writer. Its members are called one at a time, in the artifact's order.</returns>
    IBackupFormatWriter CreateWriter(BackupDescription backup);

    /// <summary>Creates the encoder of one segment of a table's rows.</summary>
    /// <param name="table">The table.</param>
    /// <returns>An encoder; those of several segments are used at the same time.</returns>
    IRowEncoder CreateRowEncoder(BackupTable table);

    /// <summary>Creates the decoder of one segment that <see cref="CreateRowEncoder"/> wrote.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A decoder; those of several segments are used at the same time.</returns>
    IRowDecoder CreateRowDecoder(BackupTable table);

    /// <summary>Reads a statement from exactly the bytes that <see cref="IBackupFormatWriter.WriteStatement"/> wrote for it.</summary>
    /// <param name="content">The bytes, from an artifact whose checksum has been verified.</param>
    /// <returns>The statement, without a semicolon.</returns>
    /// <exception cref="FormatException">The bytes are not what the format writes.</exception>
    string ReadStatement(ReadOnlySpan<byte> content);
}
