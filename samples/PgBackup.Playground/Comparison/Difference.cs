using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PgBackup.Playground.Comparison;

/// <summary>One property of one object that is not the same in two databases; null means that it is not set or not there.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "It is a database object.")]
public sealed record Difference(string Kind, string Object, string Property, string? Expected, string? Actual)
{
    private const int MaxShown = 300;

    /// <summary>The property that tells whether an object is there at all.</summary>
    public const string Existence = "existence";

    public override string ToString()
    {
        // Two long definitions often differ near their end only: both are shown from a little before the first difference.
        var start = 0;
        if (Expected is not null && Actual is not null && Math.Max(Expected.Length, Actual.Length) > MaxShown)
            start = Math.Max(0, CommonPrefix(Expected, Actual) - MaxShown / 3);
        return $"{Kind} {Object}: {Property}: expected {Show(Expected, start)}, found {Show(Actual, start)}";
    }

    private static int CommonPrefix(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length])
            length++;
        return length;
    }

    private static string Show(string? value, int start)
    {
        if (value is null)
            return "nothing";
        var shown = new StringBuilder(start > 0 ? "…" : "");
        foreach (var c in value.AsSpan(start, Math.Min(MaxShown, value.Length - start)))
        {
            if (char.IsControl(c) && c != '\n')
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                shown.Append(c);
        }
        return shown.Append(start + MaxShown < value.Length ? "…" : "").ToString();
    }
}
