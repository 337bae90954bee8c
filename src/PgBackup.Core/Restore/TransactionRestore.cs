using Npgsql;

namespace PgBackup.Restore;

/// <summary>Carries out a plan in the transaction that planned it: what fails leaves the database as it was.</summary>
internal sealed class TransactionRestore(RestoreContext context)
{
    /// <summary>Restores and commits.</summary>
    public async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var worker = new RestoreWorker(context, connection, pieces: null);
        var kept = new KeptTables(connection, context.Plan, context.Settings);
        foreach (var drop in context.Plan.Drops)
            await worker.Executor.AddAsync(RecreatableKinds.DropStatement(drop)!, $"the drop of {drop.Identity}", cancellationToken)
                .ConfigureAwait(false);
        await kept.SuspendAsync(worker.Executor, cancellationToken).ConfigureAwait(false);
        await worker.RunAsync(context.Work, cancellationToken).ConfigureAwait(false);
        await worker.Sequences.PassRowsAsync(cancellationToken).ConfigureAwait(false);
        await kept.ResumeAsync(worker.Executor, cancellationToken).ConfigureAwait(false);
        var dependents = new Dependents(context.Plan, context.Settings, worker.Executor);
        await dependents.RecreateAsync(cancellationToken).ConfigureAwait(false);
        context.Reporter.Enter(RestorePhase.Finishing);
        try
        {
            await worker.Session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            throw RestoreErrors.Translate(exception, "the commit");
        }

        foreach (var constraint in kept.Unvalidated.Concat(dependents.Unvalidated))
            context.Notes.AddUnvalidated(constraint);
    }
}
