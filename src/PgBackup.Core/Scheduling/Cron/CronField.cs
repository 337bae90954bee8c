using System.Globalization;
using NCrontab;

namespace PgBackup.Scheduling;

/// <summary>One field of a cron expression: its name, its range, and the check of what is written in it.</summary>
/// <remarks>NCrontab takes some things for others than their writer meant: it turns ranges round that run backwards, takes a step of 0
/// for 1, and knows no Sunday 7. So a field is checked here first, and days of the week are written out.</remarks>
internal sealed record CronField(CrontabFieldKind Kind, string Name, int First, int Last, string Example)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Gets the six fields in their order; the first is left out of an expression of five.</summary>
    public static IReadOnlyList<CronField> All { get; } =
    [
        new(CrontabFieldKind.Second, "second", 0, 59, "0"),
        new(CrontabFieldKind.Minute, "minute", 0, 59, "*/30"),
        new(CrontabFieldKind.Hour, "hour", 0, 23, "2"),
        new(CrontabFieldKind.Day, "day of the month", 1, 31, "1"),
        new(CrontabFieldKind.Month, "month", 1, 12, "1-6 or JAN"),
        new(CrontabFieldKind.DayOfWeek, "day of the week", 0, 7, "1-5, or 0 or SUN for Sunday"),
    ];

    private string[] Names => Kind switch
    {
        CrontabFieldKind.Month => Months,
        CrontabFieldKind.DayOfWeek => Days,
        _ => [],
    };

    /// <summary>Checks what is written in the field.</summary>
    /// <param name="text">The field's text.</param>
    /// <param name="error">What is wrong with it; null when it is right.</param>
    /// <returns>The field in words that NCrontab understands as they are meant.</returns>
    public string Check(string text, out string? error)
    {
        error = null;
        var values = new List<string>();
        foreach (var item in text.Split(','))
        {
            error = CheckItem(item, out var first, out var last, out var step);
            if (error is not null)
                return text;
            if (Kind == CrontabFieldKind.DayOfWeek && item[0] != '*')
                values.AddRange(WriteOut(first, last, step).Select(v => (v % 7).ToString(CultureInfo.InvariantCulture)));
            else
                values.Add(item);
        }

        return string.Join(',', values.Distinct());
    }

    private static IEnumerable<int> WriteOut(int first, int last, int step)
    {
        for (var value = first; value <= last; value += step)
            yield return value;
    }

    private string? CheckItem(string item, out int first, out int last, out int step)
    {
        (first, last, step) = (First, Last, 1);
        var parts = item.Split('/');
        if (item.Length == 0 || parts.Length > 2)
            return Wrong(item);
        if (parts.Length == 2 && (!TryNumber(parts[1], out step) || step < 1 || step > Last - First + 1))
            return $"the {Name} '{item}' has a step that must be 1 to {Last - First + 1}";
        if (parts[0] == "*")
            return null;
        var ends = parts[0].Split('-');
        if (ends.Length > 2 || !TryValue(ends[0], out first) || !TryValue(ends[^1], out last))
            return Wrong(item);
        if (first > last)
        {
            var rest = last == First ? $"{First}" : $"{First}-{ends[1]}";
            return $"the {Name} '{item}' runs backwards: write '{ends[0]}-{(Kind == CrontabFieldKind.DayOfWeek ? 6 : Last)},{rest}'";
        }

        if (ends.Length == 1 && parts.Length == 2)
            last = Kind == CrontabFieldKind.DayOfWeek ? 6 : Last;
        return null;
    }

    private string Wrong(string item) => item is "L" or "W" or "?" || item.Contains('#', StringComparison.Ordinal)
        ? $"the {Name} '{item}' is of another kind of cron, which has L, W, # and ?; write {First} to {Last} or *"
        : $"the {Name} '{item}' must be {First} to {Last}, * for all, a range, a step or a list, for instance {Example}";

    private bool TryValue(string text, out int value)
    {
        var name = Array.FindIndex(Names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
        {
            value = name + (Kind == CrontabFieldKind.Month ? 1 : 0);
            return true;
        }

        return TryNumber(text, out value) && value >= First && value <= Last;
    }

    private static bool TryNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
