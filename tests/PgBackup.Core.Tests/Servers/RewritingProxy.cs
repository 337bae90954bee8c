using System.Net.Sockets;
using System.Text;
using PgBackup.Soak.Faults;

namespace PgBackup.Tests.Servers;

/// <summary>Replaces a text in all that a real server answers by another one of the same length.</summary>
internal sealed class RewritingProxy : ServerProxy
{
    private readonly byte[] _text;
    private readonly byte[] _replacement;

    public RewritingProxy(string connectionString, string text, string replacement)
        : base(connectionString)
    {
        if (text.Length != replacement.Length)
            throw new ArgumentException("The replacement must be as long as the text.", nameof(replacement));
        (_text, _replacement) = (Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(replacement));
    }

    protected override Task ForwardAsync(TcpClient client, TcpClient server, CancellationToken cancellationToken) => Task.WhenAny(
        CopyAsync(client, server, rewrite: false, cancellationToken), CopyAsync(server, client, rewrite: true, cancellationToken));

    private async Task CopyAsync(TcpClient from, TcpClient to, bool rewrite, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var at = 0; rewrite && buffer.AsSpan(at, read - at).IndexOf(_text) is >= 0 and var found; at += found + _text.Length)
                _replacement.CopyTo(buffer, at + found);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
