using System.Diagnostics.CodeAnalysis;
using NCrontab;

namespace PgBackup.Scheduling;

/// <summary>A cron expression: which local times it means, whatever clocks do.</summary>
internal sealed class CronExpression
{
    private const string Form =
        "A cron expression has five fields, minute, hour, day of the month, month and day of the week, or six with the second in front: "
        + "'0 2 * * *' means daily at 02:00.";

    // Nothing is rarer than 29 February, which may be eight years away.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366 * 9);

    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CrontabSchedule[] _schedules;

    private CronExpression(string text, CrontabSchedule[] schedules, bool isInterval)
    {
        Text = text;
        _schedules = schedules;
        IsInterval = isInterval;
    }

    /// <summary>Gets the expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Gets a value indicating whether the expression means every so many minutes or hours, rather than times of the day: its
    /// hour begins with <c>*</c>, which is how cron itself tells the two apart.</summary>
    public bool IsInterval { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is none; the message says which field is wrong, and what would be right.</exception>
    public static CronExpression Parse(string text) =>
        TryParse(text, out var expression, out var error) ? expression : throw new FormatException(error);

    /// <summary>Reads an expression.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out string? error)
    {
        expression = null;
        var trimmed = (text ?? "").Trim();
        if (trimmed.StartsWith('@') && !Nicknames.ContainsKey(trimmed))
        {
            error = $"'{trimmed}' is not known; there is {string.Join(", ", Nicknames.Keys)}.";
            return false;
        }

        var fields = Nicknames.GetValueOrDefault(trimmed, trimmed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            error = $"'{trimmed}' has {fields.Length} field{(fields.Length == 1 ? "" : "s")}. {Form}";
            return false;
        }

        var kinds = CronField.All.Skip(6 - fields.Length).ToList();
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = kinds[i].Check(fields[i], out var wrong);
            if (wrong is not null)
            {
                error = $"'{trimmed}' is not a cron expression: {wrong}. {Form}";
                return false;
            }
        }

        expression = new CronExpression(trimmed, Schedules(fields), isInterval: fields[^4][0] == '*');
        error = expression.Next(new DateTime(2000, 1, 1)) is null ? $"'{trimmed}' never comes: no such month has that day." : null;
        return error is null;
    }

    /// <summary>Finds the first local time after another one.</summary>
    /// <returns>The time, in whole seconds; null where none comes.</returns>
    public DateTime? Next(DateTime after)
    {
        var start = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond));
        if (start > DateTime.MaxValue - Horizon)
            return null;
        var end = start + Horizon;
        var next = _schedules.Min(schedule => schedule.GetNextOccurrence(start, end));
        return next < end ? next : null;
    }

    // As in cron, a day needs to match only one of the two where both fields of days name some; NCrontab alone would ask for both.
    private static CrontabSchedule[] Schedules(string[] fields) => fields[^3][0] == '*' || fields[^1][0] == '*'
        ? [Schedule(fields)]
        : [Schedule([.. fields[..^1], "*"]), Schedule([.. fields[..^3], "*", .. fields[^2..]])];

    private static CrontabSchedule Schedule(string[] fields) => CrontabSchedule.Parse(
        string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length == 6 });
}
