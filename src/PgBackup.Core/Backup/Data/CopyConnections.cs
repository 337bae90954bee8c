using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Gives connections to those who copy rows.</summary>
/// <param name="session">The snapshot that they share.</param>
/// <param name="bytes">How much there is to copy, roughly.</param>
internal sealed class CopyConnections(SnapshotSession session, long bytes)
{
    // Below it a connection takes longer to make than it saves.
    private const long WorthAConnection = 8 * 1024 * 1024;

    /// <summary>Opens a reader, with a connection of its own where that is worth it. The last one makes do with the snapshot's own
    /// connection, which is idle meanwhile, where the server has no other left.</summary>
    public async Task<IRowReader<CopyChunk>> OpenReaderAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (isLast && bytes < WorthAConnection)
            return Own();
        try
        {
            return new CopyReader(await Task.Run(session.JoinForCopying, cancellationToken).ConfigureAwait(false));
        }
        catch (PgBackupException exception) when (
            isLast && exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections })
        {
            return Own();
        }
    }

    private CopyReader Own() => new(new NpgsqlCopySession(session.Connection, ownsConnection: false));
}
