using PgBackup.CustomStore;

namespace PgBackup.Tests.Conformance;

/// <summary>The faults of a store that the conformance tests must find.</summary>
public enum StoreFault
{
    ListsTooEarly,
    IgnoresOffset,
    IgnoresLength,
    RefusesRangesBeyondTheEnd,
    KeepsWhatWasNotCompleted,
    InventsMissingFiles,
    DeletesSilently,
    CleansUpTooMuch,
    ForgetsTimes,
    LosesTheLastByte,
    IsNameless,
}

/// <summary>A store in memory with one fault.</summary>
internal sealed class FaultyStore(StoreFault fault) : IBackupStore
{
    private readonly MemoryStore _store = new();

    public string Description => fault == StoreFault.IsNameless ? " " : "faulty";

    public async Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken)
    {
        if (fault == StoreFault.ListsTooEarly)
            await CompleteAsync(name, [1], cancellationToken);
        return new Write(this, fault, name);
    }

    public async Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        if (fault == StoreFault.RefusesRangesBeyondTheEnd
            && await _store.ListAsync(cancellationToken).AnyAsync(f => f.Name == name && offset > f.Length, cancellationToken))
            throw new ArgumentOutOfRangeException(nameof(offset));
        try
        {
            return await _store.OpenReadAsync(
                name, fault == StoreFault.IgnoresOffset ? 0 : offset, fault == StoreFault.IgnoresLength ? null : length, cancellationToken);
        }
        catch (FileNotFoundException) when (fault == StoreFault.InventsMissingFiles)
        {
            return new MemoryStream();
        }
    }

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) =>
        _store.ListAsync(cancellationToken).Select(
            f => fault == StoreFault.ForgetsTimes ? f with { ModifiedAt = DateTimeOffset.UnixEpoch } : f);

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        await _store.DeleteAsync(name, cancellationToken) || fault == StoreFault.DeletesSilently;

    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (fault != StoreFault.CleansUpTooMuch)
            return;
        await foreach (var file in _store.ListAsync(cancellationToken))
            await _store.DeleteAsync(file.Name, cancellationToken);
    }

    private async Task CompleteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(name, cancellationToken);
        await using var write = await _store.CreateAsync(name, cancellationToken);
        await write.Content.WriteAsync(content, cancellationToken);
        await write.CompleteAsync(cancellationToken);
    }

    private sealed class Write(FaultyStore store, StoreFault fault, string name) : IBackupStoreWrite
    {
        private readonly MemoryStream _content = new();
        private bool _isComplete;

        public Stream Content => _content;

        public Task CompleteAsync(CancellationToken cancellationToken)
        {
            _isComplete = true;
            var content = _content.ToArray();
            return store.CompleteAsync(name, fault == StoreFault.LosesTheLastByte ? content[..^1] : content, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_isComplete && fault == StoreFault.KeepsWhatWasNotCompleted)
                await store.CompleteAsync(name, _content.ToArray(), CancellationToken.None);
            await _content.DisposeAsync();
        }
    }
}
