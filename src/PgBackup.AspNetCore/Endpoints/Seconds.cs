namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Times that something took, as numbers.</summary>
internal static class Seconds
{
    public static double Of(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);

    public static double? Of(TimeSpan? duration) => duration is { } known ? Of(known) : null;
}
