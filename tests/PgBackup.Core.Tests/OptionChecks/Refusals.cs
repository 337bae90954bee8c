using FluentAssertions;
using PgBackup.Tests.RoundTrip;

namespace PgBackup.Tests.OptionChecks;

/// <summary>
/// Calls whose options are wrong: refused in words that name the option, before a server or a store is asked for anything.
/// </summary>
internal static class Refusals
{
    /// <summary>An id that no store has.</summary>
    public const string SomeId = "20260101-000000-00000000";

    /// <summary>Requires that a call is refused with a message that holds some words.</summary>
    public static async Task RequireAsync(Func<IDatabaseBackup, Task> call, string words)
    {
        using var host = new BackupHost();
        // Nobody listens there: whoever connects before the check fails with connection_failed.
        var backups = host.For("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing");

        var act = () => call(backups);

        (await act.Should().ThrowAsync<ArgumentException>()).WithMessage($"*{words}*");
        Directory.Exists(host.StorePath).Should().BeFalse("nothing is written");
    }

    /// <summary>Requires that each option is in a table of refusals, or said to take any value.</summary>
    public static void RequireEach<TOptions>(IEnumerable<string> refused, params string[] takingAnyValue) =>
        typeof(TOptions).GetProperties().Select(p => p.Name)
            .Should().BeEquivalentTo(refused.Concat(takingAnyValue).Distinct(), "a new option needs a test of its refusal");
}
