using PgBackup.Events;

namespace PgBackup.Notifications;

/// <summary>An event as webhooks post it; the form is documented, and only ever grows.</summary>
internal sealed record WebhookBody(
    int Version, Guid Id, string Kind, string Severity, DateTimeOffset OccurredAt, string Text, string Message, string? Advice,
    string? Database, string? BackupId, string? ScheduleId, string? ScheduleName, DateTimeOffset? DueAt, string? Instance,
    string? ErrorCode, double? DurationSeconds, long? SizeBytes, long? Rows, int? Attempts, int? FailedRuns, DateTimeOffset? FailingSince,
    int? MissedRuns, IReadOnlyList<string> Warnings)
{
    private const int CurrentVersion = 1;

    public static WebhookBody Of(BackupEvent told) => new(
        CurrentVersion, told.Id, EventText.NameOf(told.Kind), EventText.NameOf(told.Severity), told.OccurredAt.ToUniversalTime(),
        EventText.Summary(told), told.Message, told.Advice, told.Database, told.BackupId, told.ScheduleId, told.ScheduleName,
        told.DueAt?.ToUniversalTime(), told.Instance, told.ErrorCode,
        told.Duration is { } duration ? Math.Round(duration.TotalSeconds, 3) : null, told.Size, told.Rows, told.Attempts, told.FailedRuns,
        told.FailingSince?.ToUniversalTime(), told.MissedRuns, told.Warnings);
}
