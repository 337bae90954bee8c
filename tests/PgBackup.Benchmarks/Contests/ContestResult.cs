using PgBackup.Benchmarks.Measuring;

namespace PgBackup.Benchmarks.Contests;

/// <summary>The runs of one contest.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="Contest">What was done.</param>
/// <param name="Runs">The runs of each contender, by name.</param>
internal sealed record ContestResult(string DataSet, Contest Contest, IReadOnlyDictionary<string, IReadOnlyList<Measurement>> Runs)
{
    /// <summary>Gets a contender's middle run: each figure's own median.</summary>
    public Measurement MedianOf(string contender)
    {
        var runs = Runs[contender];
        return new Measurement(
            Median(runs.Select(r => r.Wall)),
            Median(runs.Select(r => r.ClientCpu)),
            runs[0].ServerCpu is null ? null : Median(runs.Select(r => r.ServerCpu!.Value)),
            runs.Max(r => r.PeakMemory),
            Median(runs.Select(r => r.OutputBytes)));
    }

    private static T Median<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
