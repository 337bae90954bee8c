namespace PgBackup.Archive;

/// <summary>An artifact that is one stream has no files within it.</summary>
internal sealed class StreamFiles : IArtifactFiles
{
    public ValueTask BeginAsync(string name, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
