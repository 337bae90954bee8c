using Npgsql;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Makes what was dropped with a restored table again, as it was in the target.</summary>
internal sealed class Dependents(InternalPlan plan, RestoreSettings settings, StatementExecutor executor)
{
    /// <summary>Lists the foreign keys that were put back without proof.</summary>
    public IEnumerable<ConstraintName> Unvalidated => settings.SkipConstraints
        ? plan.Recreated.Select(d => d.Source).OfType<ForeignKey>().Where(f => f.MayBeUnproven).Select(f => f.FullName)
        : [];

    /// <summary>Makes them.</summary>
    /// <exception cref="PgBackupException"><c>dependents_exist</c>: something does not fit what was restored.</exception>
    public async Task RecreateAsync(CancellationToken cancellationToken)
    {
        foreach (var draft in plan.Recreated)
        {
            var what = draft.Source!.Identity;
            try
            {
                foreach (var (_, text) in draft.Statements)
                {
                    var isUnproven = settings.SkipConstraints && draft.Source is ForeignKey { MayBeUnproven: true }
                        && text.StartsWith("ALTER TABLE ", StringComparison.Ordinal);
                    await executor.AddAsync(isUnproven ? ForeignKeyText.NotValid(text) : text, what, cancellationToken)
                        .ConfigureAwait(false);
                }

                await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PgBackupException exception) when (exception.InnerException is PostgresException cause && IsOfDefinition(cause))
            {
                var canBeUnproven = draft.Source is ForeignKey { MayBeUnproven: true } && !settings.SkipConstraints
                    && cause.SqlState == PostgresErrorCodes.ForeignKeyViolation;
                var remedy = canBeUnproven ? ", or leave its rows unproven with SkipConstraints" : "";
                throw new PgBackupException(
                    PgBackupErrorCodes.DependentsExist,
                    $"{what} depends on a table that was restored, and cannot be made again as it was: {cause.MessageText} "
                    + $"({cause.SqlState}). "
                    + $"The whole restore was undone. Restore it too, or drop it first{remedy}.",
                    cause)
                {
                    ObjectName = what,
                };
            }
        }
    }

    // Not: the disk is full, the session was ended, a lock was not to be had.
    private static bool IsOfDefinition(PostgresException cause) => cause.SqlState != PostgresErrorCodes.LockNotAvailable
        && cause.SqlState[..2] is "0A" or "0L" or "21" or "22" or "23" or "2B" or "42" or "44" or "55" or "P0";
}
