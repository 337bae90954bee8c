using System.CommandLine;
using System.Globalization;
using PgBackup.Benchmarks.Contests;
using PgBackup.Benchmarks.DataSets;
using PgBackup.Benchmarks.Measuring;

namespace PgBackup.Benchmarks;

/// <summary>The command that tells whether the cost grows in step with the data.</summary>
internal static class GrowthCommand
{
    public static Command Create()
    {
        var sizes = new Option<double[]>("--sizes")
        {
            Description = "Gigabytes of COPY text.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0.25, 1, 4],
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often each work is measured, behind a run that does not count.",
            DefaultValueFactory = _ => 3,
        };
        var jobs = new Option<int>("--jobs") { Description = "Jobs.", DefaultValueFactory = _ => 2 };
        var server = new Option<int?>("--server")
        {
            Description = "Major version of the server, 13 to 18. By default the one that is at hand.",
        };
        var command = new Command("growth", "Measures the time per gigabyte of backups and restores of mixed data, for several sizes.")
        {
            sizes, rounds, jobs, server,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(sizes)!, arguments.GetValue(rounds), arguments.GetValue(jobs), arguments.GetValue(server),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(double[] sizes, int rounds, int jobs, int? server, CancellationToken cancellationToken)
    {
        await using var arena = await Arena.StartAsync(server, null, jobs, cancellationToken);
        Console.WriteLine("| GB | backup s/GB | in process | restore s/GB | in process | backup peak MB | restore peak MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var size in sizes)
        {
            arena.Source = await arena.CreateDatabaseAsync(cancellationToken);
            await DataSet.Mixed.FillAsync(arena.Source, size, cancellationToken);
            var backup = await ContestRun.RunAsync(arena, "mixed", ContestList.GrowthOfBackup, rounds, cancellationToken);
            var restore = await ContestRun.RunAsync(arena, "mixed", ContestList.GrowthOfRestore, rounds, cancellationToken);
            await arena.DropDatabaseAsync(arena.Source);
            var (written, writtenInProcess) = Medians(backup);
            var (read, readInProcess) = Medians(restore);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} | {written.Wall.TotalSeconds / size:0.00} | {writtenInProcess.Wall.TotalSeconds / size:0.00} | "
                    + $"{read.Wall.TotalSeconds / size:0.00} | {readInProcess.Wall.TotalSeconds / size:0.00} | "
                    + $"{written.PeakMemory / 1e6:0} | {read.PeakMemory / 1e6:0} |"));
        }
    }

    private static (Measurement ByProgram, Measurement InProcess) Medians(ContestResult result) =>
        (result.MedianOf(result.Contest.Contenders[0].Name), result.MedianOf(result.Contest.Contenders[1].Name));
}
