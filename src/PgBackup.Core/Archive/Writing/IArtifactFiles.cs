namespace PgBackup.Archive;

/// <summary>Parts an artifact into files, where its container has any.</summary>
internal interface IArtifactFiles
{
    /// <summary>Begins a file; the segments that follow are its content.</summary>
    ValueTask BeginAsync(string name, CancellationToken cancellationToken);

    /// <summary>Ends the file.</summary>
    ValueTask EndAsync(CancellationToken cancellationToken);

    /// <summary>Ends the artifact.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
