namespace PgBackup;

/// <summary>A heartbeat: an address that is called (GET) after each good backup, at a service that raises the alarm when calls stay
/// away.</summary>
/// <remarks>With <see cref="NotifierOptions.Schedules"/>, only the backups of those schedules count. The kinds of events are given:
/// <see cref="BackupEventKind.Succeeded"/> and <see cref="BackupEventKind.Recovered"/>, and for the address of failures
/// <see cref="BackupEventKind.Failed"/>, and <see cref="BackupEventKind.VerificationFailed"/> in the run of a schedule.</remarks>
public sealed class HeartbeatOptions : HttpNotifierOptions
{
    /// <summary>Gets or sets what is put behind the path of the address when a backup failed.</summary>
    /// <value>For instance <c>/fail</c>. The default, null, means that failures are not told; the service notices in time.</value>
    public string? FailureSuffix { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (FailureSuffix is { } suffix && (suffix.Length == 0 || suffix.AsSpan().ContainsAny("?# \r\n")))
            throw new ArgumentException("FailureSuffix must be the end of a path, such as '/fail'; leave it out for none.");
    }
}
