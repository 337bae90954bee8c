using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Faults;

namespace PgBackup.Soak.Rounds;

/// <summary>Runs operations amid faults, and insists that they fail as they should if they fail.</summary>
internal sealed class Injection(SoakWorld world)
{
    private static readonly string[] Expected =
    [
        PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed, PgBackupErrorCodes.StoreFailed, PgBackupErrorCodes.DiskFull,
        PgBackupErrorCodes.LockTimeout, PgBackupErrorCodes.SchemaChanged,
    ];

    private static readonly TimeSpan Hung = TimeSpan.FromMinutes(2);

    // How long an operation takes and how often it calls the store: moments are chosen within.
    private readonly Dictionary<string, (TimeSpan Duration, long Calls)> _usual = [];

    /// <summary>Runs an operation.</summary>
    /// <returns>Why it failed; null when it was done.</returns>
    /// <exception cref="ViolationException">It failed in another way than it may.</exception>
    public async Task<string?> RunAsync(Operation operation, FaultKind kind, Random random)
    {
        world.Store.Heal();
        var (duration, calls) = _usual.GetValueOrDefault(operation.Name, (TimeSpan.FromSeconds(1), 50));
        var moment = duration * random.NextDouble() * 1.1;
        var started = Stopwatch.GetTimestamp();
        string? failure;
        try
        {
            failure = kind switch
            {
                FaultKind.ProcessKilled => await KillAsync(operation, moment),
                FaultKind.ConnectionCut => await CutAsync(operation, random),
                _ => await CallAsync(operation, kind, moment, calls, random),
            };
            if (failure is null && kind == FaultKind.None)
                _usual[operation.Name] = (Stopwatch.GetElapsedTime(started), world.Store.Calls);
        }
        catch (PgBackupException exception) when (Expected.Contains(exception.Code) && kind != FaultKind.None)
        {
            failure = exception.Message;
        }
        catch (Exception exception) when (exception is not ViolationException)
        {
            throw new ViolationException(
                $"{operation.Name} amid {kind} ended with {exception.GetType().Name}: {exception.Message}", exception);
        }
        finally
        {
            world.Store.Heal();
            if (kind == FaultKind.ServerCrashed)
                await ServerCrash.RecoverAsync(world.Server);
        }

        return failure;
    }

    private async Task<string?> KillAsync(Operation operation, TimeSpan moment)
    {
        using var program = ConsoleProcess.Start(
            [.. operation.Command, "--connection", operation.Connection, "--store", world.StorePath, "--no-history"]);
        // It takes some time to start.
        var outcome = await program.KillAfterAsync(moment + TimeSpan.FromMilliseconds(250));
        return outcome switch
        {
            null => "killed",
            { ExitCode: 0 } => null,
            _ => throw new ViolationException(
                $"{operation.Name} ended with exit code {outcome.ExitCode} before it was killed: {outcome.Errors}"),
        };
    }

    private async Task<string?> CutAsync(Operation operation, Random random)
    {
        await using var proxy = new CutProxy(operation.Connection);
        proxy.CutAfter((long)(8_000_000 * Math.Pow(random.NextDouble(), 2)) + 500);
        await using var services = SoakWorld.Services(proxy.ConnectionString, world.Store);
        await operation.CallAsync(services.GetRequiredService<IDatabaseBackup>(), CancellationToken.None).WaitAsync(Hung);
        return null;
    }

    private async Task<string?> CallAsync(Operation operation, FaultKind kind, TimeSpan moment, long calls, Random random)
    {
        using var stop = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var time = kind == FaultKind.ClockJumps ? new JumpingClock(random.Next()) : TimeProvider.System;
        await using var services = SoakWorld.Services(operation.Connection, world.Store, time);
        var other = kind switch
        {
            FaultKind.SessionEnded => EndSessionAsync(moment, random.Next(), over.Token),
            FaultKind.ServerCrashed => CrashAsync(moment, random.Next(2) == 0, over.Token),
            FaultKind.LockHeld => HoldLockAsync(operation.Connection, random.Next(6), over.Token),
            FaultKind.DefinitionsChange => ChangeAsync(operation.Connection, random.Next(), over.Token),
            _ => Task.CompletedTask,
        };
        switch (kind)
        {
            case FaultKind.Cancelled:
                stop.CancelAfter(moment);
                break;
            case FaultKind.StoreFails:
                world.Store.FailsAtCall = random.NextInt64(1, calls + 3);
                break;
            case FaultKind.StoreFull:
                world.Store.Space = random.Next(400_000);
                break;
            case FaultKind.StoreSlow:
                world.Store.Delay = TimeSpan.FromMilliseconds(5);
                break;
            case FaultKind.ShortReads:
                world.Store.LongestRead = random.Next(20, 2000);
                break;
        }

        try
        {
            if (kind == FaultKind.LockHeld)
                await Task.Delay(50, CancellationToken.None);
            await operation.CallAsync(services.GetRequiredService<IDatabaseBackup>(), stop.Token).WaitAsync(Hung, CancellationToken.None);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return "cancelled";
        }
        finally
        {
            await over.CancelAsync();
            await other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EndSessionAsync(TimeSpan moment, int number, CancellationToken over)
    {
        await Task.Delay(moment, over);
        await SoakWorld.ExecuteAsync(
            world.Source,
            $"""
            SELECT pg_terminate_backend(pid) FROM (SELECT pid, row_number() OVER (ORDER BY backend_start) AS n, count(*) OVER () AS of
                FROM pg_stat_activity WHERE application_name = 'PgBackup') s WHERE n = {number} % of + 1
            """);
    }

    private async Task CrashAsync(TimeSpan moment, bool kills, CancellationToken over)
    {
        await Task.Delay(moment, over);
        if (kills)
            ServerCrash.KillPostmaster(world.Server);
        else
            await world.Server.StopAsync(ShutdownMode.Immediate, CancellationToken.None);
    }

    private static async Task HoldLockAsync(string connectionString, int table, CancellationToken over)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "migration" }.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE bank.account_{table}", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite, over);
    }

    private static async Task ChangeAsync(string connectionString, int seed, CancellationToken over)
    {
        var random = new Random(seed);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await SoakWorld.ExecuteAsync(connectionString, "SET lock_timeout = '2s';" + Changes[random.Next(Changes.Length)]);
            }
            catch (PostgresException)
            {
                // The operation holds the lock.
            }

            await Task.Delay(random.Next(30), CancellationToken.None);
        }
    }

    // Each leaves all as it was.
    private static readonly string[] Changes =
    [
        "BEGIN; ALTER TABLE bank.log ADD COLUMN more int; ALTER TABLE bank.log DROP COLUMN more; COMMIT",
        "BEGIN; ALTER TABLE bank.log RENAME TO journal; ALTER TABLE bank.journal RENAME TO log; COMMIT",
        "CREATE TABLE bank.passing AS SELECT 1 AS a", "DROP TABLE IF EXISTS bank.passing",
        "CREATE INDEX IF NOT EXISTS transfer_amount ON bank.transfer (amount)", "DROP INDEX IF EXISTS bank.transfer_amount",
        "CREATE OR REPLACE VIEW bank.fleeting AS SELECT id FROM bank.transfer", "DROP VIEW IF EXISTS bank.fleeting",
        "CREATE OR REPLACE FUNCTION bank.fleeting() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION IF EXISTS bank.fleeting()",
        "CREATE SEQUENCE IF NOT EXISTS bank.short", "DROP SEQUENCE IF EXISTS bank.short",
    ];
}
