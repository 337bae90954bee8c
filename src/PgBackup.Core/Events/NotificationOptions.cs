namespace PgBackup;

/// <summary>How events reach those who are told of them.</summary>
public sealed class NotificationOptions
{
    /// <summary>Gets or sets how many events wait for a slow notifier. When there are more, the oldest of the lowest severity is dropped,
    /// and that is logged.</summary>
    /// <value>1 to 100,000. The default is 256.</value>
    public int QueueCapacity { get; set; } = 256;

    /// <summary>Gets or sets how long the host waits for events that are on their way, when it stops and when its container is
    /// disposed.</summary>
    /// <value>Zero to one hour. The default is 30 seconds.</value>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
