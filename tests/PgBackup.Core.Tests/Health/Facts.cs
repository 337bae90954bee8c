using PgBackup.Health;
using PgBackup.Scheduling;
using PgBackup.Tests.Scheduling;

namespace PgBackup.Tests.Health;

/// <summary>Facts as a healthy daily schedule has them, for tests to change.</summary>
internal static class Facts
{
    /// <summary>Gets noon of a day; the schedule is due at two in the morning, UTC.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

    public static DueTimes Daily { get; } = Times("0 2 * * *");

    public static BackupFacts Backup(
        int daysAgo, long size = 100_000_000, double minutes = 10, params (string Table, long Rows)[] tables) =>
        new(BackupDouble.Info($"b{1000 - daysAgo}") with
        {
            CreatedAt = DueAt(daysAgo).AddMinutes(5),
            DueAt = DueAt(daysAgo),
            Size = size,
            Duration = TimeSpan.FromMinutes(minutes),
            ScheduleId = "daily",
        },
        IsComplete: true)
        {
            Tables = tables.ToDictionary(t => t.Table, t => t.Rows),
        };

    public static ScheduleFacts Schedule(params BackupFacts[] backups) => new("daily", backups)
    {
        DueTimes = Daily,
        Since = Now.AddDays(-100),
        PlannedUntil = Now.AddMinutes(-1),
    };

    public static HealthFacts Of(ScheduleFacts schedule) => new(Now, [schedule]);

    public static string Evaluate(ScheduleFacts schedule, Action<BackupHealthOptions>? configure = null) =>
        Evaluate(Of(schedule), configure);

    public static string Evaluate(HealthFacts facts, Action<BackupHealthOptions>? configure = null)
    {
        var options = new BackupHealthOptions();
        configure?.Invoke(options);
        return string.Join(", ", HealthEvaluator.Evaluate(facts, options).Reasons.Select(r => $"{r.Kind} {r.Status}"));
    }

    private static DateTimeOffset DueAt(int daysAgo) => Now.AddHours(-10).AddDays(-daysAgo);

    private static DueTimes Times(string cron) => CronExpression.TryParse(cron, out var expression, out var error)
        ? new DueTimes(expression, TimeZoneInfo.Utc)
        : throw new ArgumentException(error);
}
