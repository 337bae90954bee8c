using System.Collections.Concurrent;

namespace PgBackup.CustomStore;

/// <summary>Keeps backups in memory: all that a store has to do. Register it with
/// <c>AddPgBackup(…).UseStore&lt;MemoryStore&gt;()</c>.</summary>
public sealed class MemoryStore : IBackupStore
{
    private readonly ConcurrentDictionary<string, (byte[] Content, DateTimeOffset Time)> _files = new(StringComparer.Ordinal);

    public string Description => "memory";

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IBackupStoreWrite>(new Write(this, name));

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(name, out var file))
            throw new FileNotFoundException($"There is no file '{name}'.", name);
        var start = Math.Min(offset, file.Content.Length);
        var rest = file.Content.Length - start;
        return Task.FromResult<Stream>(new MemoryStream(file.Content, (int)start, (int)Math.Min(length ?? rest, rest), writable: false));
    }

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) =>
        _files.Select(f => new StoredFile(f.Key, f.Value.Content.Length, f.Value.Time)).ToAsyncEnumerable();

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_files.TryRemove(name, out _));

    // Nothing is visible before the write is completed, so that there is nothing to clean up either.
    private sealed class Write(MemoryStore store, string name) : IBackupStoreWrite
    {
        private readonly MemoryStream _content = new();

        public Stream Content => _content;

        public Task CompleteAsync(CancellationToken cancellationToken)
        {
            if (!store._files.TryAdd(name, (_content.ToArray(), DateTimeOffset.UtcNow)))
                throw new IOException($"The file '{name}' exists already.");
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _content.DisposeAsync();
    }
}
