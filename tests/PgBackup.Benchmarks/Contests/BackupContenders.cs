using PgBackup.Benchmarks.DataSets;
using PgBackup.Benchmarks.Tools;

namespace PgBackup.Benchmarks.Contests;

/// <summary>Programs that write a backup.</summary>
internal static class BackupContenders
{
    /// <summary>Our console program.</summary>
    public static Contender PgBackup(string name, params IReadOnlyList<string> arguments) => new(name, async (arena, cancellationToken) =>
    {
        var folder = arena.EmptyFolderOf(name);
        var command = ClientTools.PgBackup(
            arena.Source, ["backup", "--no-history", "--store", folder, "--jobs", $"{arena.Jobs}", .. arguments]);
        var (measurement, output) = await arena.MeasureAsync([command], cancellationToken);
        arena.SetBackup(name, output.TrimEnd().Split('\n')[^1]);
        return measurement with { OutputBytes = SizeOf(folder) };
    });

    /// <summary><c>pg_dump</c>; what it writes is named after the contender.</summary>
    public static Contender PgDump(string name, params IReadOnlyList<string> arguments) => new(name, async (arena, cancellationToken) =>
    {
        var folder = arena.EmptyFolderOf(name);
        string[] jobs = arguments.Contains("-Fd") ? ["-j", $"{arena.Jobs}"] : [];
        var command = arena.Tools.Postgres("pg_dump", arena.Source, ["-w", "-f", Path.Combine(folder, "dump"), .. jobs, .. arguments]);
        var (measurement, _) = await arena.MeasureAsync([command], cancellationToken);
        return measurement with { OutputBytes = SizeOf(folder) };
    });

    /// <summary>COPY to nothing by two <c>psql</c>: what the server and the socket cost by themselves.</summary>
    public static Contender RawCopy(string name, DataSet data) => new(name, async (arena, cancellationToken) =>
    {
        var commands = data.Halves.Select(half => arena.Tools.Postgres(
            "psql", arena.Source,
            ["-X", "-q", "-w", "-o", "/dev/null", .. half.SelectMany(source => new[] { "-c", $"COPY {source} TO STDOUT" })]));
        return (await arena.MeasureAsync([.. commands], cancellationToken)).Measurement;
    });

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != ".gitignore").Sum(f => f.Length);
}
