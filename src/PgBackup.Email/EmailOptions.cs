using System.Net;
using MimeKit;

namespace PgBackup.Email;

/// <summary>From whom, to whom and through which server e-mail is sent.</summary>
public sealed class EmailOptions : NotifierOptions
{
    private const int FingerprintLength = 64;

    /// <summary>Initializes a new instance that tells of everything from <see cref="BackupEventSeverity.Notice"/> on, so not of each backup
    /// that succeeds.</summary>
    public EmailOptions() => MinimumSeverity = BackupEventSeverity.Notice;

    /// <summary>Gets or sets the mail server.</summary>
    /// <value>A host name or address. Required.</value>
    public string Host { get; set; } = "";

    /// <summary>Gets or sets the port of the mail server.</summary>
    /// <value>1 to 65535. The default, null, means the usual one of <see cref="Security"/>: 587, 465 or 25.</value>
    public int? Port { get; set; }

    /// <summary>Gets or sets how the connection is protected.</summary>
    /// <value>The default is <see cref="EmailSecurity.StartTls"/>.</value>
    public EmailSecurity Security { get; set; }

    /// <summary>Gets or sets the fingerprint of the only certificate that is accepted, for a server whose certificate no known authority
    /// vouches for.</summary>
    /// <value>The SHA-256 of the certificate: 64 hexadecimal digits, with or without colons. The default, null, means that the
    /// certificate must be valid.</value>
    public string? CertificateSha256 { get; set; }

    /// <summary>Gets or sets the name to log in with.</summary>
    /// <value>The default, null, means not to log in.</value>
    public string? UserName { get; set; }

    /// <summary>Gets or sets the password to log in with.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the sender.</summary>
    /// <value>An address, such as <c>backups@example.com</c> or <c>Backups &lt;backups@example.com&gt;</c>. Required.</value>
    public string From { get; set; } = "";

    /// <summary>Gets the recipients, each an address as in <see cref="From"/>.</summary>
    /// <value>One or more.</value>
    public IList<string> To { get; } = [];

    /// <summary>Gets or sets what each subject begins with.</summary>
    /// <value>The default is <c>[PgBackup]</c>; empty for nothing.</value>
    public string SubjectPrefix { get; set; } = "[PgBackup]";

    /// <summary>Gets or sets how long one attempt to send may take.</summary>
    /// <value>More than zero, 10 minutes at most. The default is 30 seconds.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often it is tried again when the server cannot be reached, or says that it cannot take the message
    /// now.</summary>
    /// <value>0 to 20. The default is 4.</value>
    public int Retries { get; set; } = 4;

    /// <summary>Gets or sets how long to wait before the first retry; each further one waits twice as long, one minute at most.</summary>
    /// <value>More than zero, one minute at most. The default is 5 seconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    internal string? Fingerprint => CertificateSha256?.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            throw new ArgumentException("Host is missing or malformed; it must name the mail server, such as 'mail.example.com'.");
        if (Port is < 1 or > 65535)
            throw new ArgumentException($"Port is {Port}; it must be 1 to 65535.");
        if (!Enum.IsDefined(Security))
            throw new ArgumentException($"Security is {(int)Security}; it must be StartTls, Tls or None.");
        if (Fingerprint is { } digits && (digits.Length != FingerprintLength || !digits.All(char.IsAsciiHexDigit)))
            throw new ArgumentException("CertificateSha256 must be 64 hexadecimal digits, with or without colons.");
        if ((UserName is null) != (Password is null))
            throw new ArgumentException("UserName and Password go together: set both, or none.");
        if (UserName is not null && Security == EmailSecurity.None && !IsLoopback(Host))
            throw new ArgumentException("A password would cross the network unprotected: use Security StartTls or Tls.");
        if (To.Count == 0)
            throw new ArgumentException("To is empty; it must hold one address or more.");
        Parse(From, nameof(From));
        foreach (var address in To)
            Parse(address, nameof(To));
        if (SubjectPrefix is null || SubjectPrefix.Any(char.IsControl))
            throw new ArgumentException("SubjectPrefix must be one line of text; it may be empty.");
        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"AttemptTimeout is {AttemptTimeout}; it must be more than zero, 10 minutes at most.");
        if (Retries is < 0 or > 20)
            throw new ArgumentException($"Retries is {Retries}; it must be 0 to 20.");
        if (RetryDelay <= TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(1))
            throw new ArgumentException($"RetryDelay is {RetryDelay}; it must be more than zero, one minute at most.");
    }

    internal static MailboxAddress Parse(string address, string member)
    {
        if (address is null || address.Any(char.IsControl) || !MailboxAddress.TryParse(address, out var mailbox)
            || mailbox.Address.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == mailbox.Address.Length - 1))
            throw new ArgumentException($"{member} holds '{address}', which is not an address such as 'ops@example.com'.");
        return mailbox;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
