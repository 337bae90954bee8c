namespace PgBackup.Playground.Servers;

/// <summary>What a throw-away server must be like.</summary>
public sealed class ThrowawayServerOptions
{
    /// <summary>Gets or sets the major version of PostgreSQL.</summary>
    /// <value>13 to 18, or null for whatever is at hand. The default is null.</value>
    public int? Major { get; set; }

    /// <summary>Gets or sets server settings beyond the usual ones, as in <c>postgresql.conf</c>.</summary>
    /// <value>Name to unquoted value; an entry replaces a usual setting of the same name. The default is empty.</value>
    public IDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();

    /// <summary>Gets or sets a value indicating whether the server that <c>PGBACKUP_CONNECTION</c> names may serve.</summary>
    /// <value>The default is true. It never serves when there are <see cref="Settings"/> or a <see cref="DataParent"/>.</value>
    public bool AllowExisting { get; set; } = true;

    /// <summary>Gets or sets the folder below which the data directory is made, such as a small disk that a test fills.</summary>
    /// <value>
    /// A folder in which the account of the server may write; null for <c>TMPDIR</c>, or where that is not set, shared memory if
    /// it has 4 GB to spare, else the temporary folder. The default is null.
    /// </value>
    public string? DataParent { get; set; }

    internal bool ExistingServerWillDo => AllowExisting && Settings.Count == 0 && DataParent is null;
}
