using Microsoft.Extensions.Logging;
using PgBackup.History;

namespace PgBackup.Scheduling;

/// <summary>Does what a schedule asks for at a due time that this instance has: backup with retries, verification, retention.</summary>
internal sealed class RunExecutor(
    IDatabaseBackup backup, RunLedger ledger, ScheduleTable table, RunEvents events, SchedulingOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly TimeSpan GiveBackTimeout = TimeSpan.FromSeconds(5);

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
        var lease = new RunLease(ledger, claim, options.Lease, time);
        RunEnd end;
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                end = await RunAsync(definition, claim, stoppingToken, lease.Lost).ConfigureAwait(false);
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
                end = new RunEnd(ScheduleRunState.Failed, null, 1, null, "It was cancelled.");
            }

            if (!await TryEndAsync(claim, end, lease.Lost, stoppingToken).ConfigureAwait(false)
                && !await HasEndedAsync(claim, end).ConfigureAwait(false))
                return null;
        }

        await events.EndedAsync(definition, claim, end, time.GetElapsedTime(started)).ConfigureAwait(false);
        if (end.State == ScheduleRunState.Succeeded)
        {
            logger.RunSucceeded(claim.ScheduleId, claim.DueAt, end.BackupId, (long)time.GetElapsedTime(started).TotalMilliseconds);
            if (claim.Claims > 1)
                await RemoveDoublesAsync(claim, end.BackupId!).ConfigureAwait(false);
            await ApplyRetentionAsync(definition, end.BackupId, stoppingToken).ConfigureAwait(false);
        }

        await AfterRun(stoppingToken).ConfigureAwait(false);
        return await table.ReadRunAsync(claim.ScheduleId, claim.DueAt, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<RunEnd> RunAsync(
        ScheduleDefinition definition, RunClaim claim, CancellationToken stoppingToken, CancellationToken lost)
    {
        using var timeout = new CancellationTokenSource(definition.Schedule.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lost, timeout.Token);
        var (attempt, made) = (1, (BackupInfo?)null);
        try
        {
            for (; ; attempt++)
            {
                try
                {
                    made = await MakeAsync(definition, claim, any.Token).ConfigureAwait(false);
                    break;
                }
                catch (PgBackupException exception) when (exception.IsTransient && attempt <= definition.Schedule.Retries)
                {
                    var delay = Delay(definition.Schedule.RetryDelay, attempt);
                    logger.RunRetried(claim.ScheduleId, claim.DueAt, delay, attempt, exception.Message);
                    await Task.Delay(delay, time, any.Token).ConfigureAwait(false);
                }
            }

            var problem = await VerifyAsync(definition, made.Id, any.Token).ConfigureAwait(false);
            if (problem is null)
                return new RunEnd(ScheduleRunState.Succeeded, made.Id, attempt, null, null) { Backup = made };
            return Failed(PgBackupErrorCodes.VerificationFailed, $"Backup {made.Id} was made, and is not good: {problem}", null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stoppingToken.IsCancellationRequested
            && !lost.IsCancellationRequested)
        {
            return Failed(PgBackupErrorCodes.ScheduleTimeout,
                $"The run was cancelled, as it took longer than {definition.Schedule.Timeout}.", null);
        }
        catch (PgBackupException exception)
        {
            return Failed(exception.Code, exception.Message, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !any.IsCancellationRequested)
        {
            // Whatever a host's store or format throws: its words may tell what nobody should read.
            return Failed(null, exception is ArgumentException ? exception.Message : exception.GetType().FullName!, exception);
        }

        RunEnd Failed(string? code, string message, Exception? exception)
        {
            logger.RunFailed(exception, claim.ScheduleId, claim.DueAt, attempt, code, message);
            return new RunEnd(ScheduleRunState.Failed, made?.Id, attempt, code, message) { Backup = made };
        }
    }

    private static TimeSpan Delay(TimeSpan first, int attempt)
    {
        var delay = first * Math.Pow(2, attempt - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private async Task<BackupInfo> MakeAsync(ScheduleDefinition definition, RunClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Claims > 1 && await FindMadeAsync(claim, cancellationToken).ConfigureAwait(false) is { } made)
            return made;
        var choice = ScheduleJson.Copy(definition.Schedule).Options;
        (choice.ScheduleId, choice.DueAt) = (claim.ScheduleId, claim.DueAt);
        return await backup.CreateBackupAsync(choice, null, cancellationToken).ConfigureAwait(false);
    }

    // The instance that had the run before may have died between the end of its backup and the word of it.
    private async Task<BackupInfo?> FindMadeAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        var made = (await ListMadeAsync(claim, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        if (made is not null)
            logger.RunAdopted(claim.ScheduleId, claim.DueAt, made.Id);
        return made;
    }

    private async Task<IEnumerable<BackupInfo>> ListMadeAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        var filter = new BackupFilter { Database = claim.Database, ScheduleId = claim.ScheduleId };
        var backups = await backup.ListBackupsAsync(filter, cancellationToken).ConfigureAwait(false);
        return backups.Where(b => b.DueAt == claim.DueAt && b.ConvertedFrom is null);
    }

    // An instance that was frozen may have gone on after its lease had run out, and finished its backup beside this one's. If it finishes
    // only now, it finds the run ended, and removes its own.
    private async Task RemoveDoublesAsync(RunClaim claim, string backupId)
    {
        try
        {
            foreach (var other in await ListMadeAsync(claim, CancellationToken.None).ConfigureAwait(false))
            {
                if (other.Id != backupId && await backup.DeleteBackupAsync(other.Id, CancellationToken.None).ConfigureAwait(false))
                    logger.DoubleRemoved(claim.ScheduleId, claim.DueAt, other.Id, backupId);
            }
        }
        catch (PgBackupException exception)
        {
            logger.RunLost(claim.ScheduleId, claim.DueAt, exception.Message);
        }
    }

    private async Task<string?> VerifyAsync(ScheduleDefinition definition, string backupId, CancellationToken cancellationToken)
    {
        var level = definition.Schedule.Verification;
        if (definition.Schedule.TestRestoreEvery is { } every
            && (await table.CountSuccessesAsync(definition.Id, cancellationToken).ConfigureAwait(false) + 1) % every == 0)
            level = VerificationLevel.TestRestore;
        if (level is null)
            return null;
        var report = await backup.VerifyBackupAsync(backupId, level.Value, cancellationToken).ConfigureAwait(false);
        return report.IsGood ? null : string.Join(" ", report.Problems);
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
    private async Task<bool> HasEndedAsync(RunClaim claim, RunEnd end)
    {
        try
        {
            var run = await table.ReadRunAsync(claim.ScheduleId, claim.DueAt, CancellationToken.None).ConfigureAwait(false);
            if (run.BackupId == end.BackupId && run.State == end.State)
                return run.Instance == ledger.Instance;
            logger.RunLost(claim.ScheduleId, claim.DueAt, "another instance took it over");
            if (run is { State: ScheduleRunState.Succeeded, BackupId: not null } && end.BackupId is not null && end.BackupId != run.BackupId
                && await backup.DeleteBackupAsync(end.BackupId, CancellationToken.None).ConfigureAwait(false))
                logger.DoubleRemoved(claim.ScheduleId, claim.DueAt, end.BackupId, run.BackupId);
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

    private async Task ApplyRetentionAsync(ScheduleDefinition definition, string? backupId, CancellationToken cancellationToken)
    {
        if (definition.Schedule.Retention is not { } policy)
            return;
        try
        {
            var result = await backup
                .ApplyRetentionAsync(policy, new RetentionOptions { ScheduleId = definition.Id }, cancellationToken).ConfigureAwait(false);
            foreach (var problem in result.Problems)
                logger.RetentionFailed(null, definition.Id, backupId, problem);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next run deletes what this one leaves.
        }
        catch (Exception exception)
        {
            // The backup is made, and stays a success.
            logger.RetentionFailed(
                exception, definition.Id, backupId, exception is PgBackupException ? exception.Message : exception.GetType().FullName!);
        }
    }
}
