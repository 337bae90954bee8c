using System.Collections.Concurrent;
using PgBackup.Archive;
using PgBackup.Telemetry;

namespace PgBackup.Backup;

/// <summary>Reads and encodes chunks of rows with several workers, and appends what they make in the order of the chunks.</summary>
/// <typeparam name="TChunk">What the workers read.</typeparam>
/// <param name="format">Encodes the rows.</param>
/// <param name="codec">Compresses them.</param>
/// <param name="jobs">How many workers there are.</param>
/// <param name="hashesRows">Whether the content of each table is hashed.</param>
/// <param name="progress">Is told how far they are.</param>
internal sealed class RowPipeline<TChunk>(
    IBackupFormat format, SegmentCodec codec, int jobs, bool hashesRows, BackupProgressReporter progress)
    where TChunk : RowChunk
{
    /// <summary>Runs the workers.</summary>
    /// <param name="chunks">The chunks of all tables, in the artifact's order.</param>
    /// <param name="openReader">Opens the reader of a worker; its first argument tells whether the worker is the last one.</param>
    /// <param name="appender">Receives the segments.</param>
    /// <param name="cancellationToken">Stops the workers and the server.</param>
    /// <returns>The tables with their rows, bytes and segments, in the same order.</returns>
    public async Task<IReadOnlyList<BackupTable>> RunAsync(
        IReadOnlyList<TChunk> chunks,
        Func<bool, CancellationToken, Task<IRowReader<TChunk>>> openReader,
        TableAppender appender,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // So many chunks are under way or wait for their turn: this bounds the memory.
        using var window = new SemaphoreSlim((2 * jobs) + 1);
        var queue = new ConcurrentQueue<TChunk>(chunks);
        var readers = new List<IRowReader<TChunk>>();
        var workers = new List<Task>();
        try
        {
            var workerCount = Math.Min(jobs, chunks.Count);
            for (var i = 0; i < workerCount; i++)
            {
                var reader = await openReader(i == workerCount - 1, stop.Token).ConfigureAwait(false);
                readers.Add(reader);
                workers.Add(OnThread(() => Work(reader, queue, window, stop)));
            }

            return await OnThread(() => Append(chunks, appender, window, stop.Token)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What a worker met is the cause; what the appender saw of it may only be the cancellation that followed.
            var cause = workers.Select(w => w.Exception?.InnerException)
                .FirstOrDefault(e => e is not null and not OperationCanceledException);
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException("The copying of rows was cancelled.", exception, cancellationToken);
            if (cause is not null && !ReferenceEquals(cause, exception))
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
            foreach (var chunk in chunks)
                chunk.Discard();
        }
    }

    // Workers and appender wait for each other at every block: threads of the pool would spend more time on looking for work than on this.
    private static Task<T> OnThread<T>(Func<T> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool Work(IRowReader<TChunk> reader, ConcurrentQueue<TChunk> queue, SemaphoreSlim window, CancellationTokenSource stop)
    {
        var spans = OperationSpans.Current;
        while (true)
        {
            window.Wait(stop.Token);
            if (!queue.TryDequeue(out var chunk))
                return true;
            var from = spans?.Now;
            try
            {
                using var rows = new RowSegments(
                    chunk.Table, format, codec, chunk.Levels, new BlockStream(chunk, stop.Token), hashesRows, progress);
                reader.Read(chunk, rows, stop.Token);
                rows.Complete();
                if (from is not null)
                    spans!.AddTable(chunk.Table, from.Value);
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

    private List<BackupTable> Append(
        IReadOnlyList<TChunk> chunks, TableAppender appender, SemaphoreSlim window, CancellationToken cancellationToken)
    {
        var tables = new List<BackupTable>();
        foreach (var chunk in chunks)
        {
            if (chunk.IsFirst)
                Wait(appender.BeginAsync(chunk.Table, hashesRows, cancellationToken));
            while (chunk.TryTake(out var piece, cancellationToken))
            {
                Wait(appender.AppendAsync(piece, cancellationToken));
                piece.Return();
            }

            window.Release();
            if (chunk.IsLast)
            {
                tables.Add(appender.EndAsync(cancellationToken).AsTask().GetAwaiter().GetResult());
                progress.TableDone();
            }
        }

        // The workers that still wait for the window find the queue empty.
        window.Release(jobs);
        return tables;
    }

    // The appender's own thread; a store that writes at once leaves nothing to wait for, and nothing is allocated.
    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
