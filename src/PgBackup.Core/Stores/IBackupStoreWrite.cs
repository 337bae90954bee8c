namespace PgBackup;

/// <summary>A file that is being written to a store. Disposing it before it is completed discards it.</summary>
public interface IBackupStoreWrite : IAsyncDisposable
{
    /// <summary>Gets the stream to write to, from first to last byte. It belongs to the write.</summary>
    Stream Content { get; }

    /// <summary>Makes the file durable and visible, as one step.</summary>
    /// <param name="cancellationToken">Stops the call; the file is then discarded.</param>
    /// <returns>A task.</returns>
    Task CompleteAsync(CancellationToken cancellationToken);
}
