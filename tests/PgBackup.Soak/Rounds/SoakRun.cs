using System.Diagnostics;

namespace PgBackup.Soak.Rounds;

/// <summary>Goes round after round: back up amid a fault while money moves, damage, restore amid another fault, compare.</summary>
public static class SoakRun
{
    /// <summary>Soaks.</summary>
    /// <returns>0; 1 after the first thing that must not happen, with the seed of its round.</returns>
    public static async Task<int> RunAsync(TimeSpan time, int seed, int? major, CancellationToken cancellationToken)
    {
        var figures = new Figures();
        var started = Stopwatch.GetTimestamp();
        await using var world = await SoakWorld.StartAsync(major, seed);
        Console.WriteLine($"{world.Server.Source}, seed {seed}, {time.TotalMinutes:0.#} min");
        var injection = new Injection(world);
        var (backups, restores) = (new BackupRound(world, injection), new RestoreRound(world, injection));
        var round = seed;
        try
        {
            for (; Stopwatch.GetElapsedTime(started) < time && !cancellationToken.IsCancellationRequested; round++)
                await RoundAsync(round);
        }
        catch (Exception exception)
        {
            // Whatever it is: the seed brings it back.
            figures.Transfers = await world.StopWritersAsync();
            figures.Print();
            Console.Error.WriteLine($"error: round with seed {round}: {exception}");
            Console.Error.WriteLine($"Run again with: soak --seed {round}{(major is null ? "" : $" --server {major}")}");
            return 1;
        }

        figures.Transfers = await world.StopWritersAsync();
        figures.Print();
        return 0;

        async Task RoundAsync(int number)
        {
            var begun = Stopwatch.GetTimestamp();
            var random = new Random(number);
            var backup = await backups.RunAsync(random);
            figures.Count(backup.Kind, backup.Failure is not null);
            var damages = await DamageRound.RunAsync(world, backup.Backup, random);
            (figures.Flipped, figures.Detected) = (figures.Flipped + damages, figures.Detected + damages);
            var restore = await restores.RunAsync(backup.Backup, random);
            figures.Count(restore.Kind, restore.Failure is not null);
            (figures.Rounds, figures.Restored) = (figures.Rounds + 1, figures.Restored + 1);
            Console.WriteLine(
                $"seed {number}: backup {backup.Text}, {backup.Kind}: {Outcome(backup.Failure)}; {damages} damages found; "
                + $"restore {restore.Mode}, {restore.Kind}: {Outcome(restore.Failure)}; "
                + $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
        }
    }

    private static string Outcome(string? failure) => failure is null ? "done" : "failed as it should";
}
