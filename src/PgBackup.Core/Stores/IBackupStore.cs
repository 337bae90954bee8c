namespace PgBackup;

/// <summary>Where artifacts and manifests live: a directory, or a host's own.</summary>
/// <remarks>Register one with <c>UseStore&lt;T&gt;()</c>. A store is a singleton and its members may be called at the same time. Names are
/// those that the library makes: letters, digits, dots and hyphens. Failures are thrown as <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/>; the library adds which store and what to do.</remarks>
public interface IBackupStore
{
    /// <summary>Gets what messages call the store, for instance <c>directory '.backups'</c>; no secrets.</summary>
    string Description { get; }

    /// <summary>Begins to write a file. Nothing of that name is listed or readable until the write is completed.</summary>
    /// <param name="name">The file's name; it is not in use.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The write; the caller disposes it.</returns>
    Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a file, or a range of it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="offset">The first byte to read.</param>
    /// <param name="length">How many bytes to read; to the end when null.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A stream that the caller disposes. It ends with the file, be that before the range does or even begins: the library sees
    /// that an artifact was cut short.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Lists the completed files.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The files, in any order; also files that the library did not write.</returns>
    IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a file.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>True when the file was there.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes what interrupted writes left behind, but nothing that is still being written. Called before each backup.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A task.</returns>
    Task CleanUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
