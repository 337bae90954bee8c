using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Gives connections to those who copy rows. They are opened while the artifact is begun.</summary>
internal sealed class CopyConnections : IAsyncDisposable
{
    // Below it a connection takes longer to make than it saves.
    private const long WorthAConnection = 8 * 1024 * 1024;

    private readonly SnapshotSession _session;
    private readonly Queue<Task<ICopySession>> _opening = [];

    private CopyConnections(SnapshotSession session) => _session = session;

    /// <summary>Begins to open them.</summary>
    /// <param name="session">The snapshot that they share; it is disposed after them.</param>
    /// <param name="copies">What there is to copy.</param>
    /// <param name="jobs">How many workers there may be.</param>
    public static CopyConnections Begin(SnapshotSession session, IReadOnlyCollection<TableCopy> copies, int jobs)
    {
        var connections = new CopyConnections(session);
        var count = Math.Min(jobs, copies.Sum(c => c.Statements.Count));
        if (copies.Sum(c => c.EstimatedBytes) < WorthAConnection)
            count--;
        var previous = Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            var opening = connections.OpenAfterAsync(previous);
            connections._opening.Enqueue(opening);
            previous = opening;
        }

        return connections;
    }

    /// <summary>Gives a reader, with a connection of its own where that is worth it. The last one makes do with the snapshot's own
    /// connection, which is idle meanwhile, where the server has no other left.</summary>
    public async Task<IRowReader<CopyChunk>> OpenReaderAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (!_opening.TryPeek(out var opening))
            return Own();
        try
        {
            var session = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            _ = _opening.Dequeue();
            return new CopyReader(session);
        }
        catch (PgBackupException exception) when (
            isLast && exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections })
        {
            return Own();
        }
    }

    /// <summary>Closes those that nobody asked for.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var opening in _opening)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
                (await opening.ConfigureAwait(false)).Dispose();
        }
    }

    // One behind the other: where the server has too few, it is the last one that gets none.
    private async Task<ICopySession> OpenAfterAsync(Task previous)
    {
        await previous.ConfigureAwait(false);
        return await Task.Run(_session.JoinForCopying).ConfigureAwait(false);
    }

    private CopyReader Own() => new(new NpgsqlCopySession(_session.Connection, ownsConnection: false));
}
