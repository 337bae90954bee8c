using System.Globalization;

namespace PgBackup.Tests.Comparison;

/// <summary>
/// A change of one property, and the differences (kind, object, property) that it must make; "18+ " before one says that only
/// servers from that major on make it, "18- " that only older ones do.
/// </summary>
internal sealed record Mutation(string Sql, params string[] Differences)
{
    /// <summary>The first major that knows the statement.</summary>
    public int Since { get; init; } = 13;

    public IEnumerable<string> DifferencesOn(int major)
    {
        foreach (var difference in Differences)
        {
            var gated = difference.Length > 4 && char.IsAsciiDigit(difference[0]) && difference[2] is '+' or '-' && difference[3] == ' ';
            if (!gated)
                yield return difference;
            else if (difference[2] == '+' == major >= int.Parse(difference.AsSpan(0, 2), CultureInfo.InvariantCulture))
                yield return difference[4..];
        }
    }
}
