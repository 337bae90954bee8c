namespace PgBackup.Soak.Faults;

/// <summary>A write to a <see cref="FaultStore"/>.</summary>
internal sealed class FaultWrite(FaultStore store, IBackupStoreWrite write) : IBackupStoreWrite
{
    public Stream Content { get; } = new FaultStream(store, write.Content);

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await store.CallAsync(cancellationToken);
        await write.CompleteAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => write.DisposeAsync();
}
