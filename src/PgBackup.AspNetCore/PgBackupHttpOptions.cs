namespace PgBackup.AspNetCore;

/// <summary>Limits and access of the HTTP API.</summary>
public sealed class PgBackupHttpOptions
{
    /// <summary>Gets or sets how large the body of a request may be.</summary>
    /// <value>Bytes, 1,024 to 16,777,216. The default is 64 KiB.</value>
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets how many backups, restores and verifications that were asked for over HTTP run at the same time, and how many
    /// restores are planned. What is asked for beyond that is refused (<c>too_many_operations</c>).</summary>
    /// <value>1 to 64. The default is 4.</value>
    public int MaxConcurrentOperations { get; set; } = 4;

    /// <summary>Gets or sets how many downloads run at the same time, and how many streams of events.</summary>
    /// <value>1 to 1,000. The default is 16.</value>
    public int MaxConcurrentStreams { get; set; } = 16;

    /// <summary>Gets or sets how long a finished operation can be asked for.</summary>
    /// <value>Zero to 7 days. The default is one hour.</value>
    public TimeSpan KeepFinishedOperations { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many finished operations can be asked for; the oldest are forgotten first.</summary>
    /// <value>0 to 10,000. The default is 100.</value>
    public int MaxFinishedOperations { get; set; } = 100;

    /// <summary>Gets or sets after how long without news a stream of events sends a comment, so that no proxy takes it for dead.</summary>
    /// <value>100 milliseconds to 5 minutes. The default is 15 seconds.</value>
    public TimeSpan EventHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the origins beside the host's own whose pages may change something, such as
    /// <c>https://admin.example.com</c>.</summary>
    /// <value>Scheme, host and port if it is not the usual one. The default is none: browsers are refused what another site asks of
    /// them.</value>
    /// <remarks>Says nothing to browsers: a page of another origin also needs the host's own CORS policy.</remarks>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Gets or sets where the host keeps <c>errors.md</c>. The <c>type</c> of a problem is then that address with the code as
    /// fragment.</summary>
    /// <value>The default, null, makes it <c>urn:pgbackup:error:CODE</c>.</value>
    public Uri? ErrorDocumentation { get; set; }

    internal bool AnonymousAdministrators { get; private set; }

    /// <summary>Lets everybody who reaches the host read, delete and overwrite the database and its backups, without signing in.</summary>
    /// <remarks>Only for a host that nobody else can reach. Each start logs a warning.</remarks>
    public void AllowAnonymousAdministrators() => AnonymousAdministrators = true;
}
