using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PgBackup.Tests.Notifications;

/// <summary>A mail server on this machine: SMTP with STARTTLS or TLS, authentication and refusals, as far as a client needs it
/// (RFC 5321, 3207, 4954).</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> Certificate = new(SelfSigned);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Mail> _mails = new();
    private readonly Task _running;
    private int _connections;

    public MailServer()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public static string Fingerprint => Certificate.Value.GetCertHashString(HashAlgorithmName.SHA256);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool OffersStartTls { get; init; } = true;

    public bool IsTls { get; init; }

    /// <summary>Gets who may send; null for everybody.</summary>
    public (string User, string Password)? Login { get; init; }

    /// <summary>Gets recipients that are not known.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Gets how many connections are told to come back later.</summary>
    public int Busy { get; init; }

    /// <summary>Gets a value indicating whether nothing is ever said.</summary>
    public bool IsMute { get; init; }

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyList<Mail> Mails => [.. _mails];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = TalkAsync(client, Interlocked.Increment(ref _connections));
        }
    }

    private async Task TalkAsync(TcpClient client, int number)
    {
        using var _ = client;
        try
        {
            if (IsMute)
                await Task.Delay(TimeSpan.FromSeconds(20));
            Stream stream = client.GetStream();
            if (IsTls)
                stream = await SecureAsync(stream);
            await new Talk(this, number, stream, IsTls).RunAsync();
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client did not like it, and has gone.
        }
    }

    private static async Task<SslStream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Certificate.Value);
        return secure;
    }

    internal sealed record Mail(string From, IReadOnlyList<string> To, string? User, bool WasSecure, string Text);

    private sealed class Talk(MailServer server, int number, Stream stream, bool isSecure)
    {
        private readonly List<string> _to = [];
        private string _from = "";
        private string? _user;

        public async Task RunAsync()
        {
            await SayAsync("220 localhost ESMTP");
            while (await ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                await SayAsync(verb switch
                {
                    "EHLO" => Offers(),
                    "STARTTLS" => await StartTlsAsync(),
                    "AUTH" => Authenticate(line),
                    "MAIL" => Begin(line),
                    "RCPT" => Add(Address(line)),
                    "DATA" => await TakeAsync(),
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (verb == "QUIT")
                    return;
            }
        }

        private static string Address(string line) => line.Split('<', '>')[1];

        private string Offers() => string.Join("\r\n", new[]
        {
            "250-localhost",
            server.OffersStartTls && !isSecure ? "250-STARTTLS" : null,
            server.Login is not null && isSecure ? "250-AUTH PLAIN" : null,
            "250 8BITMIME",
        }.OfType<string>());

        private async Task<string?> StartTlsAsync()
        {
            await SayAsync("220 go ahead");
            (stream, isSecure) = (await SecureAsync(stream), true);
            return null;
        }

        private string Authenticate(string line)
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
            if ((parts[1], parts[2]) != server.Login)
                return "535 5.7.8 not you";
            _user = parts[1];
            return "235 welcome";
        }

        private string Begin(string line)
        {
            if (number <= server.Busy)
                return "451 4.3.0 come back later";
            if (server.Login is not null && _user is null)
                return "530 5.7.0 who are you?";
            _from = Address(line);
            return "250 ok";
        }

        private string Add(string address)
        {
            if (server.Unknown.Contains(address))
                return "550 5.1.1 nobody of that name";
            _to.Add(address);
            return "250 ok";
        }

        private async Task<string> TakeAsync()
        {
            await SayAsync("354 go on");
            var text = new StringBuilder();
            while (await ReadLineAsync() is { } line && line != ".")
                text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            server._mails.Enqueue(new Mail(_from, [.. _to], _user, isSecure, text.ToString()));
            return "250 taken";
        }

        private async Task SayAsync(string? answer)
        {
            if (answer is not null)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
        }

        // Byte by byte, so that nothing of the TLS handshake is taken for a line.
        private async Task<string?> ReadLineAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one) == 1)
            {
                if (one[0] == '\n')
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }

            return null;
        }
    }
}
