using System.Net.Sockets;
using System.Text;
using PgBackup.Soak.Faults;

namespace PgBackup.Tests.Servers;

/// <summary>Cuts a connection at a statement: before the server gets it, or before the client gets the answer.</summary>
internal sealed class SilencingProxy(string connectionString, string statement, bool arrives) : ServerProxy(connectionString)
{
    private readonly byte[] _statement = Encoding.ASCII.GetBytes(statement);

    protected override async Task ForwardAsync(TcpClient client, TcpClient server, CancellationToken cancellationToken)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(client, server, cut, cancellationToken);
        await Task.WhenAny(server.GetStream().CopyToAsync(client.GetStream(), cut.Token), asking);
        // What was cut off may still be on its way to the server.
        if (cut.IsCancellationRequested)
            await asking;
    }

    private async Task AskAsync(TcpClient client, TcpClient server, CancellationTokenSource cut, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await client.GetStream().ReadAsync(buffer, cancellationToken)) > 0)
        {
            var isCut = buffer.AsSpan(0, read).IndexOf(_statement) >= 0;
            if (isCut)
                await cut.CancelAsync();
            if (!isCut || arrives)
                await server.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (!isCut)
                continue;
            // The server has done it when it answers.
            if (arrives)
                await server.GetStream().ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, cancellationToken);
            return;
        }
    }
}
