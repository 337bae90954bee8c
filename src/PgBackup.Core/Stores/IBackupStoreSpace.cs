namespace PgBackup;

/// <summary>What a store may implement beside <see cref="IBackupStore"/>: it knows how much room it has.</summary>
public interface IBackupStoreSpace
{
    /// <summary>Tells how much may still be written.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Bytes; null where that is not known.</returns>
    ValueTask<long?> GetFreeBytesAsync(CancellationToken cancellationToken);
}
