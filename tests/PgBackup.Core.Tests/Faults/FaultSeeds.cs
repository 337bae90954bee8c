using System.Globalization;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>The seeds of tests that choose at random: fixed, so that a run is like the last one, unless others are asked for.</summary>
/// <remarks><c>PGBACKUP_FAULT_SEED</c> is the first seed, <c>PGBACKUP_FAULT_ROUNDS</c> multiplies the rounds of each test.</remarks>
internal static class FaultSeeds
{
    private const int Usual = 20261123;

    public static IEnumerable<int> Take(int count, ITestOutputHelper output)
    {
        var first = Read("PGBACKUP_FAULT_SEED", Usual);
        foreach (var seed in Enumerable.Range(first, count * Read("PGBACKUP_FAULT_ROUNDS", 1)))
        {
            output.WriteLine($"seed {seed}");
            yield return seed;
        }
    }

    private static int Read(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
