using System.Globalization;

namespace PgBackup.History;

/// <summary>A row's place in the order of the history: when it began, then its id.</summary>
internal readonly record struct HistoryCursor(DateTimeOffset StartedAt, Guid Id)
{
    // Microseconds, as the server has them.
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.ffffff'Z'";

    private const char Separator = '_';

    public static HistoryCursor Parse(string text)
    {
        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        return separator > 0
            && DateTimeOffset.TryParseExact(
                text.AsSpan(0, separator), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var startedAt)
            && Guid.TryParseExact(text.AsSpan(separator + 1), "N", out var id)
            ? new HistoryCursor(startedAt, id)
            : throw new ArgumentException("Cursor must be the Next of a page.", nameof(text));
    }

    public override string ToString() =>
        StartedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Separator + Id.ToString("N");
}
