namespace PgBackup;

/// <summary>Which events a notifier is told of.</summary>
public class NotifierOptions
{
    /// <summary>Gets or sets from which severity on events are told.</summary>
    /// <value>The default is <see cref="BackupEventSeverity.Information"/>: all.</value>
    public BackupEventSeverity MinimumSeverity { get; set; }

    /// <summary>Gets the kinds of events that are told.</summary>
    /// <value>The default, empty, means all.</value>
    public IList<BackupEventKind> Kinds { get; } = [];

    /// <summary>Gets the ids of the schedules whose events are told; others are not, nor are those of no schedule.</summary>
    /// <value>The default, empty, means all.</value>
    public IList<string> Schedules { get; } = [];

    /// <summary>Gets or sets how long the delivery of one event may take in all, retries included.</summary>
    /// <value>More than zero, one day at most. The default is 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public virtual void Validate()
    {
        if (!Enum.IsDefined(MinimumSeverity))
            throw new ArgumentException($"MinimumSeverity is {(int)MinimumSeverity}; it must be Information, Notice, Warning or Error.");
        foreach (var kind in Kinds)
        {
            if (!Enum.IsDefined(kind))
                throw new ArgumentException($"Kinds holds {(int)kind}; it must hold names of {nameof(BackupEventKind)}.");
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"Timeout is {Timeout}; it must be more than zero, one day at most.");
    }

    internal bool Accepts(BackupEvent backupEvent) =>
        backupEvent.Severity >= MinimumSeverity
        && (Kinds.Count == 0 || Kinds.Contains(backupEvent.Kind))
        && (Schedules.Count == 0 || (backupEvent.ScheduleId is { } id && Schedules.Contains(id)));
}
