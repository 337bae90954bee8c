using System.Runtime.ExceptionServices;
using Npgsql;

namespace PgBackup.Restore;

/// <summary>Several connections that share the steps of a restore.</summary>
internal sealed class WorkerPool(RestoreContext context, RestorePieces pieces)
{
    private int _loadsLeft;

    /// <summary>Does all steps. The first that fails stops the others.</summary>
    /// <param name="first">A worker that is there already.</param>
    /// <param name="nodes">The steps.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RunAsync(RestoreWorker first, IReadOnlyCollection<WorkNode> nodes, CancellationToken cancellationToken)
    {
        if (nodes.Count == 0)
            return;
        var queue = new WorkQueue(nodes);
        _loadsLeft = nodes.Count(n => n.IsLoad);
        context.Reporter.Enter(_loadsLeft > 0 ? RestorePhase.LoadingData : RestoreWorker.PhaseOf(nodes.First().Entry.Section));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var others = Enumerable.Range(1, Math.Min(context.Settings.Jobs, nodes.Sum(n => n.Parts)) - 1)
            .Select(_ => RunConnectionAsync(queue, stop.Token));
        var tasks = others.Prepend(RunAsync(first, queue, stop.Token)).ToList();
        Exception? failure = null;
        foreach (var task in Enumerable.Range(0, tasks.Count))
        {
            var finished = await Task.WhenAny(tasks).ConfigureAwait(false);
            tasks.Remove(finished);
            try
            {
                await finished.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure ??= exception;
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private async Task RunConnectionAsync(WorkQueue queue, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PgBackupException exception) when (
            exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections })
        {
            // Those that there are do it all.
            return;
        }

        await using (connection.ConfigureAwait(false))
        {
            var worker = new RestoreWorker(context, connection, pieces.ForAnotherConnection());
            await RunAsync(worker, queue, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(RestoreWorker worker, WorkQueue queue, CancellationToken cancellationToken)
    {
        while (await queue.TakeAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } nodes)
        {
            await worker.RunTogetherAsync(nodes, cancellationToken).ConfigureAwait(false);
            var loads = queue.Complete(nodes).Count(n => n.IsLoad);
            for (var i = 0; i < loads; i++)
                context.Reporter.StepDone();
            if (loads > 0 && Interlocked.Add(ref _loadsLeft, -loads) == 0)
                context.Reporter.Enter(RestorePhase.PostData);
        }
    }
}
