using Microsoft.Extensions.Logging;
using PgBackup.History;

namespace PgBackup.Scheduling;

/// <summary>Has what a schedule asks for at a due time done, as long as this instance has the run, and writes how it ended.</summary>
internal sealed class RunExecutor(
    IDatabaseBackup backup, RunLedger ledger, ScheduleTable table, RunEvents events, SchedulingOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan GiveBackTimeout = TimeSpan.FromSeconds(5);

    private readonly RunRetention _retention = new(backup, logger);

    /// <summary>Gets what is done after each run, whatever became of it; it must not throw.</summary>
    public Func<CancellationToken, Task> AfterRun { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="claim">The due time.</param>
    /// <param name="givesBack">Whether a run that is stopped is given back, for any instance to run; otherwise it has failed.</param>
    /// <param name="stoppingToken">Stops the run.</param>
    /// <returns>What became of it; null when it was given back, or is another instance's now.</returns>
    public async Task<ScheduleRun?> ExecuteAsync(
        ScheduleDefinition definition, RunClaim claim, bool givesBack, CancellationToken stoppingToken)
    {
        HistoryOrigin.Current = new HistoryOrigin(claim.ScheduleId, claim.DueAt, ledger.Instance)
        {
            ScheduleName = definition.Schedule.Name ?? definition.Id,
        };
        logger.RunBegan(claim.ScheduleId, claim.DueAt, ledger.Instance, claim.Claims);
        var started = time.GetTimestamp();
        var backups = new RunBackups(backup, claim, logger);
        var work = new RunWork(backup, backups, table, definition, claim, time, logger);
        if (await EndAsync(work, backups, claim, givesBack, stoppingToken).ConfigureAwait(false) is not { } end)
            return null;

        await events.EndedAsync(definition, claim, end, time.GetElapsedTime(started)).ConfigureAwait(false);
        if (end.State == ScheduleRunState.Succeeded)
        {
            logger.RunSucceeded(claim.ScheduleId, claim.DueAt, end.BackupId, (long)time.GetElapsedTime(started).TotalMilliseconds);
            await backups.DeleteOthersAsync(end.BackupId!).ConfigureAwait(false);
            await _retention.ApplyAsync(definition, end.BackupId, stoppingToken).ConfigureAwait(false);
        }

        await AfterRun(stoppingToken).ConfigureAwait(false);
        return await table.ReadRunAsync(claim.ScheduleId, claim.DueAt, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Does the work while the lease is renewed, and writes how it ended.</summary>
    /// <returns>How it ended; null when it was given back, or is another instance's now.</returns>
    private async Task<RunEnd?> EndAsync(
        RunWork work, RunBackups backups, RunClaim claim, bool givesBack, CancellationToken stoppingToken)
    {
        var lease = new RunLease(ledger, claim, options.Lease, time);
        await using (lease.ConfigureAwait(false))
        {
            RunEnd end;
            try
            {
                end = await work.RunAsync(stoppingToken, lease.Lost).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
            {
                logger.RunLost(claim.ScheduleId, claim.DueAt, "the lease ran out, or another instance took it over");
                return null;
            }
            catch (OperationCanceledException) when (givesBack)
            {
                await GiveBackAsync(claim).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException)
            {
                end = work.Cancelled();
            }

            return await TryEndAsync(claim, end, lease.Lost, stoppingToken).ConfigureAwait(false)
                || await HasEndedAsync(claim, end, backups).ConfigureAwait(false)
                ? end
                : null;
        }
    }

    // The store keeps the backup, whatever becomes of the database: so the word of it is worth some patience.
    // A host that stops does not wait for that: whoever takes the run over finds the backup.
    private async Task<bool> TryEndAsync(RunClaim claim, RunEnd end, CancellationToken lost, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost, stoppingToken);
        while (true)
        {
            try
            {
                return await ledger.EndAsync(claim, end, lost).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (PgBackupException) when (stoppingToken.IsCancellationRequested)
            {
                return false;
            }
            catch (PgBackupException)
            {
                await Task.Delay(options.Lease / 6, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The end may have been written although nobody said so. Otherwise another instance has the run; only where that one made a backup too,
    // this one's is one too many.
    private async Task<bool> HasEndedAsync(RunClaim claim, RunEnd end, RunBackups backups)
    {
        try
        {
            var run = await table.ReadRunAsync(claim.ScheduleId, claim.DueAt, CancellationToken.None).ConfigureAwait(false);
            if (run.BackupId == end.BackupId && run.State == end.State)
                return run.Instance == ledger.Instance;
            logger.RunLost(claim.ScheduleId, claim.DueAt, "another instance took it over");
            if (run is { State: ScheduleRunState.Succeeded, BackupId: { } keptId } && end.BackupId is { } backupId && backupId != keptId)
                await backups.DeleteAsync(backupId, keptId).ConfigureAwait(false);
        }
        catch (PgBackupException exception)
        {
            logger.RunLost(claim.ScheduleId, claim.DueAt, exception.Message);
        }

        return false;
    }

    private async Task GiveBackAsync(RunClaim claim)
    {
        using var limit = new CancellationTokenSource(GiveBackTimeout, time);
        try
        {
            if (await ledger.GiveBackAsync(claim, limit.Token).ConfigureAwait(false))
                logger.RunGivenBack(claim.ScheduleId, claim.DueAt);
        }
        catch (Exception exception) when (exception is PgBackupException or OperationCanceledException)
        {
            // The lease runs out, and another instance takes over.
            logger.RunLost(claim.ScheduleId, claim.DueAt, exception.Message);
        }
    }
}
