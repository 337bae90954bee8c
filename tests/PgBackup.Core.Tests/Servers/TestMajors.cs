using System.Globalization;
using PgBackup.Playground.Servers;

namespace PgBackup.Tests.Servers;

/// <summary>The majors that this test run is about.</summary>
/// <remarks><c>PGBACKUP_TEST_MAJORS</c>: such as <c>13,15,18</c>, or <c>all</c>; unset, the one that is at hand.</remarks>
internal static class TestMajors
{
    public const string Variable = "PGBACKUP_TEST_MAJORS";

    private static readonly Lazy<IReadOnlyList<int>> Parsed = new(() => Parse(Environment.GetEnvironmentVariable(Variable)));

    public static IReadOnlyList<int> All => Parsed.Value;

    /// <summary>Gets the major for a test that needs only one: the newest.</summary>
    public static int Any => All[^1];

    internal static IReadOnlyList<int> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [ThrowawayServer.FindMajorAsync().GetAwaiter().GetResult()];
        if (text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase))
            return PostgresMajors.All;

        var majors = new SortedSet<int>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var major) || !PostgresMajors.All.Contains(major))
            {
                throw new FormatException(
                    $"{Variable} is '{text}': '{word}' is no supported major; write such as '13,18' or 'all'"
                    + $" ({PostgresMajors.Oldest} to {PostgresMajors.Newest}).");
            }

            majors.Add(major);
        }

        return majors.Count > 0 ? [.. majors] : throw new FormatException($"{Variable} is '{text}': it names no major.");
    }
}
