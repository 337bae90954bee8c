using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>What one run of a schedule does: the backup, with retries, and its verification.</summary>
internal sealed class RunWork(
    IDatabaseBackup backup, RunBackups backups, ScheduleTable table, ScheduleDefinition definition, RunClaim claim, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly BackupSchedule _schedule = definition.Schedule;
    private int _attempt = 1;
    private BackupInfo? _made;

    /// <summary>Does it.</summary>
    /// <param name="stoppingToken">Stops it.</param>
    /// <param name="lost">Is cancelled when the run is no longer this instance's.</param>
    /// <returns>How the run ended.</returns>
    /// <exception cref="OperationCanceledException">One of the two tokens was cancelled.</exception>
    public async Task<RunEnd> RunAsync(CancellationToken stoppingToken, CancellationToken lost)
    {
        using var timeout = new CancellationTokenSource(_schedule.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lost, timeout.Token);
        try
        {
            _made = await MakeAsync(any.Token).ConfigureAwait(false);
            var problem = await VerifyAsync(_made.Id, any.Token).ConfigureAwait(false);
            return problem is null
                ? new RunEnd(ScheduleRunState.Succeeded, _made.Id, _attempt, null, null) { Backup = _made }
                : Failed(PgBackupErrorCodes.VerificationFailed, $"Backup {_made.Id} was made, and is not good: {problem}", null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stoppingToken.IsCancellationRequested
            && !lost.IsCancellationRequested)
        {
            return Failed(
                PgBackupErrorCodes.ScheduleTimeout, $"The run was cancelled, as it took longer than {_schedule.Timeout}.", null);
        }
        catch (PgBackupException exception)
        {
            return Failed(exception.Code, exception.Message, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !any.IsCancellationRequested)
        {
            // Whatever a host's store or format throws.
            return Failed(null, exception is ArgumentException ? exception.Message : ExceptionText.Of(exception), exception);
        }
    }

    /// <summary>Ends a run that was cancelled, and is not to be run by anybody else.</summary>
    public RunEnd Cancelled() => new(ScheduleRunState.Failed, _made?.Id, _attempt, null, "It was cancelled.") { Backup = _made };

    private RunEnd Failed(string? code, string message, Exception? exception)
    {
        logger.RunFailed(exception, claim.ScheduleId, claim.DueAt, _attempt, code, message);
        return new RunEnd(ScheduleRunState.Failed, _made?.Id, _attempt, code, message) { Backup = _made };
    }

    private async Task<BackupInfo> MakeAsync(CancellationToken cancellationToken)
    {
        for (; ; _attempt++)
        {
            try
            {
                if (await backups.FindAsync(cancellationToken).ConfigureAwait(false) is { } made)
                    return made;
                var options = ScheduleJson.Copy(_schedule).Options;
                (options.ScheduleId, options.DueAt) = (claim.ScheduleId, claim.DueAt);
                return await backup.CreateBackupAsync(options, null, cancellationToken).ConfigureAwait(false);
            }
            catch (PgBackupException exception) when (exception.IsTransient && _attempt <= _schedule.Retries)
            {
                var delay = _schedule.RetryDelay * Math.Pow(2, _attempt - 1);
                delay = delay < LongestDelay ? delay : LongestDelay;
                logger.RunRetried(claim.ScheduleId, claim.DueAt, delay, _attempt, exception.Message);
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<string?> VerifyAsync(string backupId, CancellationToken cancellationToken)
    {
        var level = _schedule.Verification;
        if (_schedule.TestRestoreEvery is { } every
            && (await table.CountSuccessesAsync(definition.Id, cancellationToken).ConfigureAwait(false) + 1) % every == 0)
            level = VerificationLevel.TestRestore;
        if (level is null)
            return null;
        var report = await backup.VerifyBackupAsync(backupId, level.Value, cancellationToken).ConfigureAwait(false);
        return report.IsGood ? null : string.Join(" ", report.Problems);
    }
}
