using System.Net.Sockets;
using System.Security.Cryptography;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace PgBackup.Email;

/// <summary>Sends an e-mail for each event, over a connection of its own.</summary>
internal sealed class EmailNotifier(EmailOptions options, TimeProvider time) : IBackupNotifier
{
    private const int FirstPermanentStatus = 500;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public string Name => $"e-mail through {options.Host}";

    public async Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
    {
        using var message = EmailComposer.Compose(backupEvent, options);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SendAsync(message, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
                when (!cancellationToken.IsCancellationRequested && attempt <= options.Retries && MayPass(exception))
            {
                var delay = options.RetryDelay * Math.Pow(2, attempt - 1);
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not PgBackupException)
            {
                throw Failed($"{Words(exception)} ({attempt} attempt{(attempt == 1 ? "" : "s")})", exception);
            }
        }
    }

    private static bool MayPass(Exception exception) => exception switch
    {
        PgBackupException => false,
        SmtpCommandException refusal => (int)refusal.StatusCode < FirstPermanentStatus,
        // Neither passwords nor certificates mend themselves.
        AuthenticationException or SslHandshakeException or NotSupportedException => false,
        SocketException or IOException or TimeoutException or OperationCanceledException or SmtpProtocolException
            or ServiceNotConnectedException => true,
        _ => false,
    };

    private static string Words(Exception exception) => exception switch
    {
        SmtpCommandException refusal => $"was refused with {(int)refusal.StatusCode}: {refusal.Message}",
        AuthenticationException => "was refused: the server does not take the user name and password",
        SslHandshakeException => "was not sent: the server's certificate is not valid, or TLS is not to be had. Set CertificateSha256 to "
            + "accept a certificate that no authority vouches for",
        NotSupportedException => "was not sent: the server does not offer what the options ask for, such as STARTTLS",
        OperationCanceledException or TimeoutException => "was not taken in time",
        _ => "was not sent: the server cannot be reached, or hung up",
    };

    private PgBackupException Failed(string words, Exception? exception) => new(
        PgBackupErrorCodes.NotificationFailed, $"The e-mail through {options.Host}:{Port} {words}.", exception);

    private int Port => options.Port ?? options.Security switch
    {
        EmailSecurity.StartTls => 587,
        EmailSecurity.Tls => 465,
        _ => 25,
    };

    private async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var client = new MailClient { Timeout = (int)options.AttemptTimeout.TotalMilliseconds };
        if (options.Fingerprint is { } fingerprint)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        }

        var security = options.Security switch
        {
            // Not "when available": whoever sits in between could make it unavailable.
            EmailSecurity.StartTls => SecureSocketOptions.StartTls,
            EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };
        await client.ConnectAsync(options.Host, Port, security, either.Token).ConfigureAwait(false);
        if (options.UserName is not null)
            await client.AuthenticateAsync(options.UserName, options.Password!, either.Token).ConfigureAwait(false);
        await client.SendAsync(message, either.Token).ConfigureAwait(false);
        try
        {
            await client.DisconnectAsync(quit: true, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or OperationCanceledException)
        {
            // It has the message: how it says goodbye does not matter.
        }

        if (client.Refused.Count > 0)
        {
            var refused = client.Refused.Select(r => $"{r.Address.Address} ({(int)r.Response.StatusCode})");
            throw Failed($"was taken, but not for {string.Join(", ", refused)}", null);
        }
    }
}
