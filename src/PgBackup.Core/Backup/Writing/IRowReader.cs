namespace PgBackup.Backup;

/// <summary>Reads the rows of one chunk after another, on the thread of one worker.</summary>
/// <typeparam name="TChunk">What it reads.</typeparam>
internal interface IRowReader<in TChunk> : IAsyncDisposable
    where TChunk : RowChunk
{
    /// <summary>Reads the rows of a chunk, synchronously.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="rows">Receives its rows as COPY text, cut anywhere.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    void Read(TChunk chunk, RowSegments rows, CancellationToken cancellationToken);
}
