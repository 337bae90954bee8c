namespace PgBackup;

/// <summary>What webhooks and heartbeats have in common: where they call, and how patiently.</summary>
public abstract class HttpNotifierOptions : NotifierOptions
{
    /// <summary>Gets or sets the address that is called. Only its scheme and host are ever logged, as the rest often holds a
    /// token.</summary>
    /// <value>An absolute https URL. Required.</value>
    public string Url { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether the address may be http, which anybody on the way can read and change.</summary>
    /// <value>The default is false: only https, and http on this machine.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Gets or sets how long one attempt may take.</summary>
    /// <value>More than zero, 10 minutes at most. The default is 10 seconds.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how often a call is tried again when nobody answers, or the answer is 408, 429 or 5xx.</summary>
    /// <value>0 to 20. The default is 5.</value>
    public int Retries { get; set; } = 5;

    /// <summary>Gets or sets how long to wait before the first retry; each further one waits twice as long, one minute at most, or as
    /// long as the answer's <c>Retry-After</c> says.</summary>
    /// <value>More than zero, one minute at most. The default is one second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets headers that are sent along, such as <c>Authorization</c>.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        // No message repeats the address: it may hold a token.
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
            throw new ArgumentException("Url is not an absolute https URL, such as 'https://hooks.example.com/backups'.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !AllowHttp)
        {
            throw new ArgumentException(
                $"Url is http, which anybody on the way to '{address.Host}' can read and change: use https, or set AllowHttp.");
        }

        if (address.UserInfo.Length > 0)
            throw new ArgumentException("Url holds a user or password: leave it out, and set the header 'Authorization' in Headers.");
        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"AttemptTimeout is {AttemptTimeout}; it must be more than zero, 10 minutes at most.");
        if (Retries is < 0 or > 20)
            throw new ArgumentException($"Retries is {Retries}; it must be 0 to 20.");
        if (RetryDelay <= TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(1))
            throw new ArgumentException($"RetryDelay is {RetryDelay}; it must be more than zero, one minute at most.");
        foreach (var (name, value) in Headers)
            Check(name, value);
    }

    private static void Check(string name, string value)
    {
        using var request = new HttpRequestMessage();
        try
        {
            request.Headers.Add(name, value);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new ArgumentException($"Headers: '{name}' cannot be sent along, or its value is malformed.", exception);
        }

        if (name.StartsWith("X-PgBackup-", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"Headers: '{name}' is the library's own.");
    }
}
