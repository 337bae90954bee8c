namespace PgBackup;

/// <summary>What a backup is converted into.</summary>
public sealed class ConvertOptions
{
    /// <summary>Gets or sets the name of the format.</summary>
    /// <value><c>sql</c>, <c>json</c>, <c>csv</c>, or the <see cref="IBackupFormat.Name"/> of a registered format. The default, null, means
    /// that of the original.</value>
    public string? Format { get; set; }

    /// <summary>Gets or sets how the new artifact is compressed.</summary>
    /// <value>The default, null, means as the original.</value>
    public BackupCompression? Compression { get; set; }

    /// <summary>Gets or sets how many threads convert rows at the same time.</summary>
    /// <value>1 to 64. The default is that of <see cref="PgBackupOptions.Jobs"/>.</value>
    public int? Jobs { get; set; }
}
