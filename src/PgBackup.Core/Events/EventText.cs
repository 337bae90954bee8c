using System.Globalization;
using System.Text.Json;

namespace PgBackup.Events;

/// <summary>How sizes and times read in the messages of events.</summary>
internal static class EventText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>The name of a kind or severity as programs know it: <c>verification_failed</c>.</summary>
    public static string NameOf(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>All of an event that people need at once.</summary>
    public static string Summary(BackupEvent told) => told.Advice is null ? told.Message : $"{told.Message} {told.Advice}";

    public static string Of(long count, string noun) => string.Create(Culture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(Culture, $"{duration.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(Culture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(Culture, $"{(int)duration.TotalHours} h {duration.Minutes} min"),
    };

    public static string OfBytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return string.Create(Culture, $"{(unit == 0 ? value.ToString("0", Culture) : value.ToString("0.0", Culture))} {Units[unit]}");
    }

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", Culture);
}
