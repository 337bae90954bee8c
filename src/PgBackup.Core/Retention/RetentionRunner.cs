using Microsoft.Extensions.Logging;
using PgBackup.History;
using PgBackup.Operations;
using PgBackup.Stores;
using PgBackup.Verification;

namespace PgBackup.Retention;

/// <summary>Makes the plan of a policy from what the store holds, and carries it out.</summary>
/// <param name="repository">The backups.</param>
/// <param name="operations">Tells of the whole, and of each backup that is deleted.</param>
/// <param name="configuredDatabase">Asks for the name of the configured database; gives null where none is configured.</param>
/// <param name="logger">Is told what was deleted.</param>
/// <param name="time">The clock.</param>
internal sealed class RetentionRunner(
    BackupRepository repository, OperationRunner operations, Func<CancellationToken, Task<string?>> configuredDatabase, ILogger logger,
    TimeProvider time)
{
    // A store that fails again and again is not worth asking for each backup.
    private const int MostFailuresInTurn = 3;

    /// <exception cref="ArgumentException">The store has backups of several databases, and none is named.</exception>
    /// <exception cref="PgBackupException"><c>store_failed</c>, <c>connection_failed</c>.</exception>
    public async Task<RetentionPlan> PlanAsync(RetentionSettings settings, CancellationToken cancellationToken)
    {
        var options = settings.Options;
        var named = options.Database ?? await configuredDatabase(cancellationToken).ConfigureAwait(false);
        var inventory = await repository.ReadInventoryAsync(cancellationToken).ConfigureAwait(false);
        var database = named ?? OnlyDatabase(inventory, options);
        List<StoredBackup> backups =
        [
            .. inventory.Backups.Where(b =>
                b.Backup.Database == database
                && (options.ScheduleId is null || b.Backup.ScheduleId == options.ScheduleId)
                && (options.Label is null || b.Backup.Label == options.Label)
                // A self-test removes its own.
                && b.Backup.Label?.StartsWith(SelfTest.LabelPrefix, StringComparison.Ordinal) != true),
        ];
        var candidates = new RetentionCandidates
        {
            Database = database,
            Backups = backups,
            Warnings = [.. inventory.Unreadable.Select(message => $"{message} It is left alone.")],
            InUse = backups.Select(b => b.Backup.Id).Where(BackupUses.Contains).ToHashSet(StringComparer.Ordinal),
        };
        return RetentionPlanner.Plan(candidates, settings.Policy, settings.TimeZone, time.GetUtcNow());
    }

    /// <summary>Deletes what the plan does not keep.</summary>
    public async Task<RetentionResult> ApplyAsync(RetentionSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (settings.Options.DryRun)
        {
            var plan = await PlanAsync(settings, cancellationToken).ConfigureAwait(false);
            return new RetentionResult { Plan = plan, DryRun = true, Deleted = [], Problems = [], Duration = time.GetElapsedTime(started) };
        }

        return await operations.RunAsync(
            new HistoryOperation("retention", null, settings.Describe()),
            async () =>
            {
                await FinishInterruptedAsync(cancellationToken).ConfigureAwait(false);
                var plan = await PlanAsync(settings, cancellationToken).ConfigureAwait(false);
                var (deleted, problems) = await DeleteAsync(plan, cancellationToken).ConfigureAwait(false);
                var result = new RetentionResult
                {
                    Plan = plan,
                    DryRun = false,
                    Deleted = deleted,
                    Problems = problems,
                    Duration = time.GetElapsedTime(started),
                };
                Log(result);
                return result;
            },
            result => new HistoryOutcome(null, BytesOf(result), null)
            {
                Problem = result.Problems.Count == 0 ? null : string.Join(" ", result.Problems),
            },
            RetentionEvents.Applied,
            cancellationToken).ConfigureAwait(false);
    }

    private static string? OnlyDatabase(BackupInventory inventory, RetentionOptions options)
    {
        var databases = inventory.Backups.Select(b => b.Backup.Database).Distinct().Order(StringComparer.Ordinal).ToList();
        return databases.Count <= 1
            ? databases.FirstOrDefault()
            : throw new ArgumentException(
                $"The store has backups of several databases ({string.Join(", ", databases)}): set Database to one of them.",
                nameof(options));
    }

    private static long BytesOf(RetentionResult result) =>
        result.Plan.Decisions.Where(d => result.Deleted.Contains(d.Backup.Id)).Sum(d => d.Backup.Size);

    // What a run that was killed has unlisted, and not yet removed.
    private async Task FinishInterruptedAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await repository.CleanUpAsync(cancellationToken).ConfigureAwait(false))
        {
            await operations.RunAsync(
                new HistoryOperation("delete", id, ["left by what was interrupted"]), () => Task.FromResult(true),
                _ => new HistoryOutcome(id, null, null), cancellationToken).ConfigureAwait(false);
        }
    }

    // The oldest first: whenever it is cut short, what is left is what a smaller policy would have left.
    private async Task<(List<string> Deleted, List<string> Problems)> DeleteAsync(RetentionPlan plan, CancellationToken cancellationToken)
    {
        List<string> deleted = [], problems = [];
        var failuresInTurn = 0;
        foreach (var decision in plan.Decisions
            .Where(d => !d.Keep)
            .OrderBy(d => d.Backup.CreatedAt)
            .ThenBy(d => d.Backup.ConvertedFrom is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await DeleteAsync(decision, cancellationToken).ConfigureAwait(false))
                    deleted.Add(decision.Backup.Id);
                failuresInTurn = 0;
            }
            catch (PgBackupException exception)
            {
                problems.Add($"Backup '{decision.Backup.Id}' stays: {exception.Message}");
                if (exception is not RetentionHeldException && ++failuresInTurn == MostFailuresInTurn)
                    break;
            }
        }

        return (deleted, problems);
    }

    private async Task<bool> DeleteAsync(RetentionDecision decision, CancellationToken cancellationToken)
    {
        var id = decision.Backup.Id;
        using var deletion = BackupUses.TryBeginDeletion(id) ?? throw new RetentionHeldException(id, "It is being read.");
        return await operations.RunAsync(
            new HistoryOperation("delete", id, ["retention", .. decision.Reasons]),
            async () =>
            {
                var existed = await repository.DeleteAsync(
                    id, listing => Check(listing, decision), cancellationToken).ConfigureAwait(false);
                if (existed)
                    logger.BackupDeleted(id, repository.Store.Description);
                return existed;
            },
            existed => new HistoryOutcome(id, null, null) { Problem = existed ? null : "Somebody else deleted it first." },
            cancellationToken).ConfigureAwait(false);
    }

    // Other hosts may have pinned or deleted since the plan was made.
    private static void Check(StoreListing listing, RetentionDecision decision)
    {
        if (listing.MarksOf(decision.Backup.Id).AddTo(decision.Backup).Pinned)
            throw new RetentionHeldException(decision.Backup.Id, "It was pinned meanwhile.");
        if (decision.ReplacedBy is not { } newer || !listing.BackupIds.Contains(newer))
            throw new RetentionHeldException(decision.Backup.Id, $"The newer backup '{decision.ReplacedBy}' is gone.");
        if (listing.MarksOf(newer).AddTo(decision.Backup).State == BackupState.Suspect)
            throw new RetentionHeldException(decision.Backup.Id, $"The newer backup '{newer}' was found damaged meanwhile.");
    }

    private void Log(RetentionResult result)
    {
        var plan = result.Plan;
        logger.RetentionApplied(
            result.Deleted.Count, plan.Decisions.Count, plan.Database, repository.Store.Description,
            (long)result.Duration.TotalMilliseconds, BytesOf(result));
        foreach (var warning in plan.Warnings.Concat(result.Problems))
            logger.RetentionWarned(plan.Database, warning);
    }
}
