using System.Reflection;
using PgBackup.Playground.Servers;
using Xunit.Sdk;

namespace PgBackup.Tests.Servers;

/// <summary>
/// Runs a theory once per major under test. The major is its first argument; given values, it runs once for each pair
/// of major and value, and the value is the second.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachMajorAttribute(params object[] values) : DataAttribute
{
    /// <summary>Gets or sets the oldest major that the theory is about.</summary>
    public int From { get; set; } = PostgresMajors.Oldest;

    /// <summary>Gets or sets the newest major that the theory is about.</summary>
    public int To { get; set; } = PostgresMajors.Newest;

    /// <summary>Gets or sets a value indicating whether the theory needs a <c>pg_dump</c> that serves the major.</summary>
    public bool NeedsPgDump { get; set; }

    /// <summary>Gets the reason why nothing is run: no major under test suits.</summary>
    public override string? Skip => Majors.Count > 0
        ? base.Skip
        : $"for PostgreSQL {From} to {To}{(NeedsPgDump ? " with a pg_dump that serves it" : "")};"
            + $" under test: {string.Join(", ", TestMajors.All)}";

    private List<int> Majors =>
        [.. TestMajors.All.Where(major => major >= From && major <= To && (!NeedsPgDump || HasPgDump(major)))];

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        // xunit reports a skipped theory only where there is a row.
        var majors = Majors is { Count: > 0 } suitable ? suitable : [From];
        return values.Length == 0
            ? majors.Select(major => new object[] { major })
            : majors.SelectMany(_ => values, (major, value) => new[] { major, value });
    }

    private static bool HasPgDump(int major) => PgDump.FindAsync(major).GetAwaiter().GetResult() is not null;
}
