using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using PgBackup.Events;

namespace PgBackup.Notifications;

/// <summary>Posts each event to an address as JSON.</summary>
internal sealed class WebhookNotifier : IBackupNotifier, IDisposable
{
    private readonly Uri _address;
    private readonly string? _secret;
    private readonly HttpSender _sender;
    private readonly TimeProvider _time;

    public WebhookNotifier(WebhookOptions options, HttpMessageInvoker? client, TimeProvider time)
    {
        _address = new Uri(options.Url);
        _secret = options.Secret;
        _time = time;
        Name = options.Name ?? $"webhook {_address.Scheme}://{_address.Host}";
        _sender = new HttpSender(Name, options, client, time);
    }

    public string Name { get; }

    public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(backupEvent), WebhookJson.Default.WebhookBody);
        return _sender.SendAsync(() => Request(backupEvent, body), cancellationToken);
    }

    public void Dispose() => _sender.Dispose();

    // Signed anew for each attempt: receivers refuse what is too old.
    private HttpRequestMessage Request(BackupEvent told, byte[] body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Add("X-PgBackup-Event", EventText.NameOf(told.Kind));
        request.Headers.Add("X-PgBackup-Event-Id", told.Id.ToString());
        request.Headers.Add("X-PgBackup-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (_secret is not null)
            request.Headers.Add("X-PgBackup-Signature", WebhookSignature.Of(_secret, timestamp, body));
        return request;
    }
}
