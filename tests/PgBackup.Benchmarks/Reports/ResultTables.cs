using System.Globalization;
using PgBackup.Benchmarks.Contests;

namespace PgBackup.Benchmarks.Reports;

/// <summary>Writes results as tables in Markdown.</summary>
internal static class ResultTables
{
    public static IEnumerable<string> Write(ContestResult result)
    {
        yield return "";
        yield return $"### {result.DataSet}: {result.Contest.Work}";
        yield return "";
        yield return "| | wall s | client CPU s | server CPU s | peak MB | output MB |";
        yield return "|---|---|---|---|---|---|";
        foreach (var contender in result.Contest.Contenders)
        {
            var median = result.MedianOf(contender.Name);
            var server = median.ServerCpu is { } cpu ? Number(cpu.TotalSeconds) : "";
            yield return $"| {contender.Name} | {Number(median.Wall.TotalSeconds)} | {Number(median.ClientCpu.TotalSeconds)} | {server} "
                + $"| {median.PeakMemory / 1e6:0} | {(median.OutputBytes == 0 ? "" : Number(median.OutputBytes / 1e6))} |";
        }
    }

    /// <summary>Writes the goals of all contests, and whether they were reached.</summary>
    public static IEnumerable<string> WriteGoals(IEnumerable<ContestResult> results)
    {
        yield return "";
        yield return "| work | ours | peer | time: ratio | at most | size: ratio | at most | reached |";
        yield return "|---|---|---|---|---|---|---|---|";
        foreach (var result in results)
        {
            foreach (var goal in result.Contest.Goals.Where(g => result.Runs.ContainsKey(g.Contender) && result.Runs.ContainsKey(g.Peer)))
            {
                var (ours, peer) = (result.MedianOf(goal.Contender), result.MedianOf(goal.Peer));
                var time = ours.Wall / peer.Wall;
                var size = (double)ours.OutputBytes / peer.OutputBytes;
                var reached = time <= goal.AtMost && !(size > goal.SizeAtMost);
                var (sizeText, sizeLimit) = goal.SizeAtMost is { } limit ? (Number(size, "0.000"), Number(limit)) : ("", "");
                yield return $"| {result.DataSet}: {result.Contest.Work} | {goal.Contender} | {goal.Peer} | "
                    + $"{Number(time, "0.000")} | {Number(goal.AtMost)} "
                    + $"| {sizeText} | {sizeLimit} | {(reached ? "yes" : "**no**")} |";
            }
        }
    }

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
