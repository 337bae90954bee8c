namespace PgBackup.Email;

/// <summary>How the connection to the mail server is protected.</summary>
public enum EmailSecurity
{
    /// <summary>TLS, begun by STARTTLS; a server that does not offer it is refused. The usual port is 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte on. The usual port is 465.</summary>
    Tls,

    /// <summary>None: anybody on the way can read and change the messages. The usual port is 25.</summary>
    None,
}
