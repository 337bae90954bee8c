namespace PgBackup.Notifications;

/// <summary>Calls an address after each good backup.</summary>
internal sealed class HeartbeatNotifier : IBackupNotifier, IDisposable
{
    private readonly Uri _good;
    private readonly Uri? _bad;
    private readonly HttpSender _sender;

    public HeartbeatNotifier(HeartbeatOptions options, HttpMessageInvoker? client, TimeProvider time)
    {
        _good = new Uri(options.Url);
        if (options.FailureSuffix is { } suffix)
            _bad = new UriBuilder(_good) { Path = _good.AbsolutePath.TrimEnd('/') + suffix }.Uri;
        Name = $"heartbeat {_good.Scheme}://{_good.Host}";
        _sender = new HttpSender(Name, options, client, time);
    }

    public string Name { get; }

    public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
    {
        var address = backupEvent.Kind switch
        {
            BackupEventKind.Succeeded or BackupEventKind.Recovered => _good,
            BackupEventKind.Failed => _bad,
            // One that was verified on demand may be an old one.
            BackupEventKind.VerificationFailed when backupEvent.DueAt is not null => _bad,
            _ => null,
        };
        return address is null
            ? Task.CompletedTask
            : _sender.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
    }

    public void Dispose() => _sender.Dispose();
}
