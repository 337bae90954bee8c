using PgBackup.Benchmarks.Measuring;

namespace PgBackup.Benchmarks.Contests;

/// <summary>Lets the contenders of a contest run in turns.</summary>
internal static class ContestRun
{
    /// <summary>Runs all rounds. Each round begins with another contender, so that none always comes behind the same one.</summary>
    /// <remarks>One round before them does not count. A virtual machine is given its memory page by page: to write a gigabyte into pages
    /// that it never had takes ten times as long, which who comes first would pay, and who writes most.</remarks>
    public static async Task<ContestResult> RunAsync(
        Arena arena, string dataSet, Contest contest, int rounds, CancellationToken cancellationToken)
    {
        var runs = contest.Contenders.ToDictionary(c => c.Name, _ => new List<Measurement>());
        for (var round = 0; round <= rounds; round++)
        {
            for (var turn = 0; turn < contest.Contenders.Count; turn++)
            {
                var contender = contest.Contenders[(round + turn) % contest.Contenders.Count];
                var measurement = await contender.RunAsync(arena, cancellationToken);
                if (round > 0)
                    runs[contender.Name].Add(measurement);
                await Console.Error.WriteLineAsync(
                    $"{dataSet}, {contest.Work}, round {round}: {contender.Name} {measurement.Wall.TotalSeconds:0.00} s, "
                    + $"client {measurement.ClientCpu.TotalSeconds:0.0} s, server {measurement.ServerCpu?.TotalSeconds:0.0} s");
            }
        }

        return new ContestResult(dataSet, contest, runs.ToDictionary(r => r.Key, r => (IReadOnlyList<Measurement>)r.Value));
    }
}
