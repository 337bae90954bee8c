namespace PgBackup.History;

/// <summary>The run of a schedule that operations belong to.</summary>
internal sealed record HistoryOrigin(string ScheduleId, DateTimeOffset DueAt, string Instance)
{
    private static readonly AsyncLocal<HistoryOrigin?> Ambient = new();

    /// <summary>Gets the name that the schedule has for people.</summary>
    public string? ScheduleName { get; init; }

    /// <summary>Gets or sets the run that the calling code is part of; it flows with the calls that it awaits, and no further.</summary>
    public static HistoryOrigin? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
