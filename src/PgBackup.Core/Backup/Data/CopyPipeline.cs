using System.Collections.Concurrent;
using Npgsql;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Copies all tables with several workers, and appends what they make in the order of the tables.</summary>
internal sealed class CopyPipeline(
    SnapshotSession session, IBackupFormat format, SegmentCodec codec, int jobs, BackupProgressReporter progress)
{
    /// <summary>Runs the copies.</summary>
    /// <param name="copies">The tables, in the artifact's order.</param>
    /// <param name="appender">Receives the segments.</param>
    /// <param name="cancellationToken">Stops the workers and the server.</param>
    /// <returns>The tables with their rows, bytes and segments, in the same order.</returns>
    public async Task<IReadOnlyList<BackupTable>> RunAsync(IReadOnlyList<TableCopy> copies, TableAppender appender, CancellationToken cancellationToken)
    {
        var chunks = copies.SelectMany(Chunks).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // So many chunks are under way or wait for their turn: this bounds the memory.
        using var window = new SemaphoreSlim((2 * jobs) + 1);
        var queue = new ConcurrentQueue<CopyChunk>(chunks);
        var connections = new List<NpgsqlConnection>();
        var workers = new List<Task>();
        try
        {
            var workerCount = Math.Min(jobs, chunks.Count);
            for (var i = 0; i < workerCount; i++)
            {
                var connection = session.Connection;
                if (i > 0)
                    connections.Add(connection = await session.JoinAsync(lockTimeout: null, stop.Token).ConfigureAwait(false));
                workers.Add(StartWorker(connection, queue, window, stop));
            }

            return await AppendAsync(copies, chunks, appender, window, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What a worker met is the cause; what the appender saw of it may only be the cancellation that followed.
            var cause = workers.Select(w => w.Exception?.InnerException).FirstOrDefault(e => e is not null and not OperationCanceledException);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException("The backup was cancelled.", exception, cancellationToken);
            if (cause is not null && !ReferenceEquals(cause, exception))
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var connection in connections)
                await connection.DisposeAsync().ConfigureAwait(false);
            foreach (var chunk in chunks)
            {
                chunk.Complete();
                while (chunk.Pieces.TryRead(out var piece))
                    piece.Return();
            }
        }
    }

    private static IEnumerable<CopyChunk> Chunks(TableCopy copy) => copy.Statements.Select(
        (statement, i) => new CopyChunk(copy, statement, isFirst: i == 0, isLast: i == copy.Statements.Count - 1));

    private Task StartWorker(NpgsqlConnection connection, ConcurrentQueue<CopyChunk> queue, SemaphoreSlim window, CancellationTokenSource stop) =>
        Task.Factory.StartNew(() => Work(connection, queue, window, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(NpgsqlConnection connection, ConcurrentQueue<CopyChunk> queue, SemaphoreSlim window, CancellationTokenSource stop)
    {
        var worker = new CopyWorker(connection, format, codec, progress);
        while (true)
        {
            window.Wait(stop.Token);
            if (!queue.TryDequeue(out var chunk))
                return;
            try
            {
                worker.Copy(chunk, stop.Token);
                chunk.Complete();
            }
            catch (Exception exception)
            {
                chunk.Complete(exception);
                stop.Cancel();
                throw;
            }
        }
    }

    private async Task<IReadOnlyList<BackupTable>> AppendAsync(
        IReadOnlyList<TableCopy> copies, List<CopyChunk> chunks, TableAppender appender, SemaphoreSlim window, CancellationToken cancellationToken)
    {
        var tables = new List<BackupTable>(copies.Count);
        foreach (var chunk in chunks)
        {
            if (chunk.IsFirst)
                await appender.BeginAsync(chunk.Copy.Table, cancellationToken).ConfigureAwait(false);
            await foreach (var piece in chunk.Pieces.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await appender.AppendAsync(piece, cancellationToken).ConfigureAwait(false);
                piece.Return();
            }

            window.Release();
            if (chunk.IsLast)
            {
                tables.Add(await appender.EndAsync(cancellationToken).ConfigureAwait(false));
                progress.TableDone();
            }
        }

        // The workers that still wait for the window find the queue empty.
        window.Release(jobs);
        return tables;
    }
}
