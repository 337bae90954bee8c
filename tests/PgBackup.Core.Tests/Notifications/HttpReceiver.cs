using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PgBackup.Tests.Notifications;

/// <summary>A web server on this machine that answers as a test wants, and remembers what it was sent.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Func<int, HttpListenerResponse, Task> _answer;
    private readonly Task _running;
    private int _count;

    /// <param name="answer">Answers the request of that number, from 1 on; sets nothing for 200.</param>
    public HttpReceiver(Func<int, HttpListenerResponse, Task>? answer = null)
    {
        _answer = answer ?? ((_, _) => Task.CompletedTask);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _running = RunAsync();
    }

    public string Url { get; }

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>Answers each request with the status of its number, the last one for all that follow.</summary>
    public static HttpReceiver Answering(params int[] statuses) => new((number, response) =>
    {
        response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _running;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers;
            _received.Enqueue(new Received(
                context.Request.HttpMethod, context.Request.RawUrl!,
                headers.AllKeys.ToDictionary(k => k!, k => headers[k]!, StringComparer.OrdinalIgnoreCase), body.ToArray(),
                DateTimeOffset.UtcNow));
            await _answer(Interlocked.Increment(ref _count), context.Response);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever called has gone.
        }
    }

    internal sealed record Received(string Method, string Path, Dictionary<string, string> Headers, byte[] Body, DateTimeOffset At);
}
