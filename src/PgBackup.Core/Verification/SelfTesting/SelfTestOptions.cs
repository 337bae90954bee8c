namespace PgBackup;

/// <summary>What a self-test tries, and how much of it.</summary>
public sealed class SelfTestOptions
{
    /// <summary>Gets the formats to try.</summary>
    /// <value>Names of registered formats. Empty, the default, means all.</value>
    public IList<string> Formats { get; init; } = [];

    /// <summary>Gets or sets the size up to which a table's rows are part of the test. Of a larger one, and of those that refer to it, only
    /// the definition is.</summary>
    /// <value>In bytes, as <c>pg_table_size</c> counts. The default is 16 MB.</value>
    public long MaxTableBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the size of all tables together whose rows are part of the test; the smallest come first.</summary>
    /// <value>In bytes. The default is 128 MB.</value>
    public long MaxBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>Gets or sets a value indicating whether the backups go to the host's own store for the time of the test.</summary>
    /// <value>The default is false: they go to a temporary directory.</value>
    public bool UseStore { get; set; }
}
