using Npgsql;
using PgBackup.Soak.Faults;

namespace PgBackup.Soak.Schedules;

/// <summary>Several processes that run the schedules of one database; each is killed, or asked to end, at a random moment or
/// amid a run of its own, and replaced.</summary>
internal sealed class InstanceGroup(string connectionString, string directory, int seed)
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["PgBackup__Scheduling__Lease"] = "00:00:02",
        ["PgBackup__Scheduling__PollInterval"] = "00:00:00.500",
        ["PgBackup__Scheduling__MaxConcurrentRuns"] = "4",
        // Nothing is to be missed, however late it is.
        ["PgBackup__Scheduling__MissedAfter"] = "00:30:00",
    };

    private int _kills;
    private int _interruptions;
    private int _adopted;
    private int _freezes;
    private int _doubles;

    /// <summary>Gets how many processes were killed (<c>kill -9</c>).</summary>
    public int Kills => _kills;

    /// <summary>Gets how many were asked to end, as by Ctrl-C.</summary>
    public int Interruptions => _interruptions;

    /// <summary>Gets how many were frozen for longer than a lease.</summary>
    public int Freezes => _freezes;

    /// <summary>Gets how many second backups, made by frozen processes that went on, were removed.</summary>
    public int Doubles => _doubles;

    /// <summary>Gets how many backups were found made by a process that had died before it could tell.</summary>
    public int Adopted => _adopted;

    /// <summary>Keeps one process running, which does not live long, until it is stopped; the last one ends in order.</summary>
    public async Task KeepOneAsync(int number, CancellationToken disturbing, CancellationToken running)
    {
        var random = new Random((seed * 100) + number);
        while (!running.IsCancellationRequested)
        {
            using var process = ConsoleProcess.Run(
                [.. ConsoleProcess.Command, "schedule", "start", "--for", "900", "--no-history", "--connection", connectionString,
                    "--store", directory],
                new Dictionary<string, string>(Settings) { ["PgBackup__Scheduling__Instance"] = $"{number}" });
            var isKilled = random.Next(4) > 0;
            var life = TimeSpan.FromSeconds(1 + (random.NextDouble() * 8));
            await Task.Delay(life, disturbing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Longer than a lease, so that others take over what it goes on with.
            if (!disturbing.IsCancellationRequested && random.Next(4) == 0)
            {
                Interlocked.Increment(ref _freezes);
                await process.FreezeAsync(TimeSpan.FromSeconds(2.5 + random.NextDouble()));
                await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 2)), disturbing)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (disturbing.IsCancellationRequested)
            {
                await Task.Delay(Timeout.Infinite, running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isKilled = false;
            }

            if (isKilled)
            {
                // Runs are short: at a random moment, whether one is met is chance.
                if (random.Next(2) == 0)
                    await WaitForRunAsync($"{number}", running);
                Interlocked.Increment(ref _kills);
                if (await process.KillAfterAsync(TimeSpan.Zero) is { } ended)
                    throw new Rounds.ViolationException($"Instance {number} ended by itself: {ended.Errors}");
            }
            else
            {
                Interlocked.Increment(ref _interruptions);
                process.Interrupt();
            }

            var outcome = await process.WaitAsync();
            // Interrupted while the runtime was still starting, on a busy machine: as good as killed.
            var hadNotBegun = outcome is { ExitCode: 130, Errors: "" };
            if (!isKilled && outcome.ExitCode != 0 && !hadNotBegun)
                throw new Rounds.ViolationException($"Instance {number} ended with {outcome.ExitCode}: {outcome.Errors}");
            Interlocked.Add(ref _adopted, outcome.Errors.Split("had made backup").Length - 1);
            Interlocked.Add(ref _doubles, outcome.Errors.Split("was made twice").Length - 1);
        }
    }

    /// <summary>Waits, not for long, until an instance runs something.</summary>
    private async Task WaitForRunAsync(string instance, CancellationToken running)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pgbackup.schedule_run WHERE state = 'running' AND instance = $1)", connection);
        command.Parameters.AddWithValue(instance);
        var limit = DateTime.UtcNow.AddSeconds(3);
        while (await command.ExecuteScalarAsync(CancellationToken.None) is false)
        {
            if (DateTime.UtcNow > limit || running.IsCancellationRequested)
                return;
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
