using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>Deletes old backups of a schedule after a run that succeeded.</summary>
internal sealed class RunRetention(IDatabaseBackup backup, ILogger logger)
{
    /// <summary>Carries out the policy of the schedule, if it has one. Fails nothing: the backup is made, and stays a success.</summary>
    public async Task ApplyAsync(ScheduleDefinition definition, string? backupId, CancellationToken cancellationToken)
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
            logger.RetentionFailed(exception, definition.Id, backupId, ExceptionText.Of(exception));
        }
    }
}
