using PgBackup.Archive;

namespace PgBackup.Stores;

/// <summary>A file that is written under a temporary name until it is complete.</summary>
internal sealed class LocalFileWrite : IBackupStoreWrite
{
    private readonly string _partialPath;
    private readonly string _finalPath;
    private readonly FileStream _file;
    private readonly PageCacheStream _content;
    private bool _isComplete;

    public LocalFileWrite(string partialPath, string finalPath)
    {
        _partialPath = partialPath;
        _finalPath = finalPath;
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            // None: the lock by which cleaning up sees that the file is in use.
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(partialPath, options);
        _content = new PageCacheStream(_file);
    }

    public Stream Content => _content;

    /// <summary>Lets go of a file that was deleted before it was locked.</summary>
    public void Abandon() => _file.Dispose();

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        // The system tells of a failed write once.
        await _content.WaitForDiskAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _file.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
            await _file.DisposeAsync().ConfigureAwait(false);
        File.Move(_partialPath, _finalPath, overwrite: false);
        _isComplete = true;
        DirectoryFlush.Flush(Path.GetDirectoryName(_finalPath)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _content.WaitForDiskAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync().ConfigureAwait(false);
        if (!_isComplete)
            File.Delete(_partialPath);
    }

    /// <summary>Writes at once: most writes are copies into the system's page cache, cheaper than what it takes to hand them to another
    /// thread.</summary>
    private sealed class PageCacheStream(FileStream file) : ForwardStream
    {
        // So that there is little left to wait for at the end, and a large file takes no more memory than a small one.
        private const int BytesPerFlush = 64 * 1024 * 1024;

        private Task _toDisk = Task.CompletedTask;
        private long _written;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            file.Write(buffer);
            _written += buffer.Length;
            if (_written < BytesPerFlush || !_toDisk.IsCompletedSuccessfully)
                return;
            _written = 0;
            var length = file.Position;
            _toDisk = Task.Run(() =>
            {
                RandomAccess.FlushToDisk(file.SafeFileHandle);
                PageCache.Release(file.SafeFileHandle, length);
            });
        }

        /// <summary>Waits for what is on its way to the disk.</summary>
        public Task WaitForDiskAsync() => _toDisk;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled(cancellationToken);
            try
            {
                Write(buffer.Span);
                return ValueTask.CompletedTask;
            }
            catch (IOException exception)
            {
                return ValueTask.FromException(exception);
            }
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
