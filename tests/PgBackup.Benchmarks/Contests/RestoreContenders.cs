using PgBackup.Benchmarks.Measuring;
using PgBackup.Benchmarks.Tools;

namespace PgBackup.Benchmarks.Contests;

/// <summary>Programs that restore a backup into an empty database, or read it.</summary>
internal static class RestoreContenders
{
    /// <summary>Our console program.</summary>
    /// <param name="name">The contender's name.</param>
    /// <param name="backup">The contender whose newest backup is restored.</param>
    /// <param name="arguments">Further options.</param>
    public static Contender PgBackup(string name, string backup, params IReadOnlyList<string> arguments) =>
        new(name, (arena, cancellationToken) =>
        IntoEmptyAsync(
            arena,
            target => ClientTools.PgBackup(
                target,
                [
                    "restore", arena.BackupOf(backup), "--no-history", "--store", arena.FolderOf(backup),
                    "--jobs", $"{arena.Jobs}", .. arguments,
                ]),
            cancellationToken));

    /// <summary><c>pg_restore</c> of what a <c>pg_dump</c> wrote.</summary>
    public static Contender PgRestore(string name, string backup) => new(name, (arena, cancellationToken) => IntoEmptyAsync(
        arena,
        target => arena.Tools.Postgres(
            "pg_restore", target, ["-w", "-e", "-d", NameOf(target), "-j", $"{arena.Jobs}", Path.Combine(arena.FolderOf(backup), "dump")]),
        cancellationToken));

    /// <summary><c>psql</c> of our plain script.</summary>
    public static Contender Psql(string name, string backup) => new(name, (arena, cancellationToken) => IntoEmptyAsync(
        arena,
        target => arena.Tools.Postgres(
            "psql",
            target,
            [
                "-X", "-q", "-w", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1",
                "-f", Directory.GetFiles(arena.FolderOf(backup), "*.sql").Single(),
            ]),
        cancellationToken));

    /// <summary>Our verification by checksums; its output is what it read.</summary>
    public static Contender Verification(string name, string backup) => new(name, async (arena, cancellationToken) =>
    {
        var folder = arena.FolderOf(backup);
        var (measurement, _) = await arena.MeasureAsync(
            [ClientTools.PgBackup(null, ["verify", arena.BackupOf(backup), "--store", folder])], cancellationToken);
        return measurement with { OutputBytes = new DirectoryInfo(folder).EnumerateFiles().Max(f => f.Length) };
    });

    private static async Task<Measurement> IntoEmptyAsync(
        Arena arena, Func<string, ToolCommand> command, CancellationToken cancellationToken)
    {
        var target = await arena.CreateDatabaseAsync(cancellationToken);
        try
        {
            return (await arena.MeasureAsync([command(target)], cancellationToken)).Measurement;
        }
        finally
        {
            await arena.DropDatabaseAsync(target);
        }
    }

    private static string NameOf(string connectionString) => new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Database!;
}
