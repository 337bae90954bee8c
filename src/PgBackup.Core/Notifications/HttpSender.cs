using System.Globalization;
using System.Net;

namespace PgBackup.Notifications;

/// <summary>Sends requests to one address, and tries again where that may help.</summary>
/// <param name="name">How errors name the receiver.</param>
/// <param name="options">The address and the patience.</param>
/// <param name="client">The host's own; null for one that follows no redirects and keeps no cookies.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpSender(string name, HttpNotifierOptions options, HttpMessageInvoker? client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private static readonly string UserAgent = $"PgBackup/{LibraryVersion.Text}";

    private readonly HttpMessageInvoker _client = client ?? new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Spans of the runtime would hold the address, which may hold a token; nor are strangers told of our traces.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Sends until it was taken.</summary>
    /// <param name="make">Makes the request; called for each attempt.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PgBackupException"><c>notification_failed</c>.</exception>
    public async Task SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(make, cancellationToken).ConfigureAwait(false);
            if (answer.IsTaken)
                return;
            var delay = Delay(attempt, answer.RetryAfter);
            if (!answer.MayHelp || attempt > options.Retries || delay > options.Timeout)
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.NotificationFailed,
                    string.Create(
                        CultureInfo.InvariantCulture, $"{name} {answer.Words} ({attempt} attempt{(attempt == 1 ? "" : "s")})."),
                    answer.Exception);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (client is null)
            _client.Dispose();
    }

    private async Task<Answer> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var request = make();
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (header, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(header, value);
        try
        {
            // What the answer says is not read: nobody asked for it, and it may be long.
            using var response = await SendAsync(request, either.Token).ConfigureAwait(false);
            return Judge(response);
        }
        catch (HttpRequestException exception)
        {
            return new Answer(false, true, $"cannot be reached: {exception.HttpRequestError}", null, exception);
        }
        catch (IOException exception)
        {
            return new Answer(false, true, "cannot be reached", null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(false, true, $"did not answer within {options.AttemptTimeout.TotalSeconds:0.#} s", null, null);
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _client is HttpClient own
            ? own.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _client.SendAsync(request, cancellationToken);

    private Answer Judge(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return new Answer(true, false, "", null, null);
        var status = response.StatusCode;
        var mayHelp = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
        var words = $"answered {(int)status}{((int)status is >= 300 and < 400 ? ", and redirects are not followed" : "")}";
        var after = response.Headers.RetryAfter is { } retry ? retry.Delta ?? (retry.Date - time.GetUtcNow()) : null;
        return new Answer(false, mayHelp, words, after, null);
    }

    // A little apart, so that many instances do not come back at once.
    private TimeSpan Delay(int attempt, TimeSpan? retryAfter)
    {
        var delay = options.RetryDelay * Math.Pow(2, attempt - 1) * (1 + (Random.Shared.NextDouble() / 4));
        delay = delay < LongestDelay ? delay : LongestDelay;
        return retryAfter > delay ? retryAfter.Value : delay;
    }

    /// <summary>What came of an attempt.</summary>
    private sealed record Answer(bool IsTaken, bool MayHelp, string Words, TimeSpan? RetryAfter, Exception? Exception);
}
