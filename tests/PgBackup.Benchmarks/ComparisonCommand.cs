using System.CommandLine;
using System.Globalization;
using PgBackup.Benchmarks.Contests;
using PgBackup.Benchmarks.DataSets;
using PgBackup.Benchmarks.Reports;

namespace PgBackup.Benchmarks;

/// <summary>The command that compares.</summary>
internal static class ComparisonCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data")
        {
            Description = $"Data sets. Default: {DataSet.Mixed.Name}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [DataSet.Mixed.Name],
        };
        data.AcceptOnlyFromAmong([.. DataSet.All.Select(d => d.Name)]);
        var size = new Option<double>("--size") { Description = "Gigabytes of COPY text in each data set.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often each contender is measured, behind a run that does not count.",
            DefaultValueFactory = _ => 3,
        };
        var jobs = new Option<int>("--jobs") { Description = "Jobs of each contender.", DefaultValueFactory = _ => 2 };
        var server = new Option<int?>("--server")
        {
            Description = "Major version of the server, 13 to 18. By default the one that is at hand.",
        };
        var database = new Option<string?>("--connection")
        {
            Description = "A database to take instead of a generated one; --data tells what it is like.",
        };
        var works = new Option<string[]>("--work")
        {
            Description = "Only contests whose name begins so, with those they need.",
            AllowMultipleArgumentsPerToken = true,
        };
        var contenders = new Option<string[]>("--contender")
        {
            Description = "Only contenders whose name contains this.",
            AllowMultipleArgumentsPerToken = true,
        };
        var plot = new Option<FileInfo?>("--plot") { Description = "Where to draw the times, as SVG." };
        var command = new Command("compare", "Measures backups and restores against pg_dump, pg_restore, psql and raw COPY.")
        {
            data, size, rounds, jobs, server, database, works, contenders, plot,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new Choice(
                [.. DataSet.All.Where(d => arguments.GetValue(data)!.Contains(d.Name))],
                arguments.GetValue(size),
                arguments.GetValue(rounds),
                arguments.GetValue(jobs),
                arguments.GetValue(server),
                arguments.GetValue(database),
                arguments.GetValue(works) ?? [],
                arguments.GetValue(contenders) ?? [],
                arguments.GetValue(plot)),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(Choice choice, CancellationToken cancellationToken)
    {
        var results = new List<ContestResult>();
        await using var arena = await Arena.StartAsync(choice.Server, choice.Database, choice.Jobs, cancellationToken);
        await Console.Error.WriteLineAsync(arena.Description);
        foreach (var data in choice.Data)
        {
            arena.Source = choice.Database ?? await arena.CreateDatabaseAsync(cancellationToken);
            if (choice.Database is null)
                await data.FillAsync(arena.Source, choice.Gigabytes, cancellationToken);
            foreach (var contest in ContestList.Of(data, arena.Tools.HasZstd).Select(choice.Restrict).OfType<Contest>())
            {
                var result = await ContestRun.RunAsync(arena, data.Name, contest, choice.Rounds, cancellationToken);
                results.Add(result);
                foreach (var line in ResultTables.Write(result))
                    Console.WriteLine(line);
            }

            if (choice.Database is null)
                await arena.DropDatabaseAsync(arena.Source);
        }

        foreach (var line in ResultTables.WriteGoals(results))
            Console.WriteLine(line);
        var work = $"{choice.Gigabytes.ToString(CultureInfo.InvariantCulture)} GB of COPY text, {choice.Rounds} rounds";
        Console.WriteLine();
        Console.WriteLine($"{arena.Description}, {work}");
        if (choice.Plot is not null)
            BarChart.Draw(results, $"{arena.Caption}, {work}").Save(choice.Plot.FullName);
    }

    private sealed record Choice(
        IReadOnlyList<DataSet> Data, double Gigabytes, int Rounds, int Jobs, int? Server, string? Database, string[] Works,
        string[] Contenders, FileInfo? Plot)
    {
        public Contest? Restrict(Contest contest)
        {
            if (Works.Length > 0 && !Works.Any(w => contest.Work.StartsWith(w, StringComparison.Ordinal)))
                return null;
            var contenders = contest.Contenders.Where(c => Contenders.Length == 0
                || Contenders.Any(n => c.Name.Contains(n, StringComparison.Ordinal))).ToList();
            return contenders.Count == 0 ? null : contest with { Contenders = contenders };
        }
    }
}
