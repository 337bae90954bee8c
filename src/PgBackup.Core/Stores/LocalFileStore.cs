using System.Runtime.CompilerServices;

namespace PgBackup.Stores;

/// <summary>Keeps files in one directory, which only the current user may read.</summary>
/// <remarks>A file is written under a temporary name, flushed to the disk and renamed; the writer holds a lock on it meanwhile, so that
/// cleaning up can tell a crashed write from a running one.</remarks>
internal sealed class LocalFileStore(string directory) : IBackupStore, IBackupStoreSpace
{
    /// <summary>What a file is called until it is complete; no name of a complete file ends so.</summary>
    public const string PartialSuffix = ".partial";

    private const string IgnoreFile = ".gitignore";

    private const int MostAttempts = 100;

    private readonly string _directory = Path.GetFullPath(directory);

    public string Description => $"directory '{directory}'";

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken)
    {
        PrepareDirectory();
        var path = PathOf(name);
        if (File.Exists(path))
            throw new IOException($"The file '{name}' exists already.");
        return Task.FromResult<IBackupStoreWrite>(Begin(path));
    }

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        // A link could lead anywhere.
        if (new FileInfo(path) is { Exists: true, LinkTarget: not null })
            throw new IOException($"The file '{name}' is a symbolic link, which is not followed.");
        FileStream file;
        try
        {
            file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new FileNotFoundException($"There is no file '{name}'.", name, exception);
        }

        file.Position = offset;
        return Task.FromResult<Stream>(length is { } count ? new BoundedReadStream(file, count) : file);
    }

    public async IAsyncEnumerable<StoredFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_directory))
            yield break;
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Name == IgnoreFile || file.Name.EndsWith(PartialSuffix, StringComparison.Ordinal) || file.LinkTarget is not null)
                continue;
            StoredFile found;
            try
            {
                found = new StoredFile(file.Name, file.Length, file.LastWriteTimeUtc);
            }
            catch (FileNotFoundException)
            {
                // Another host has just deleted it.
                continue;
            }

            yield return found;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            return Task.FromResult(false);
        File.Delete(path);
        DirectoryFlush.Flush(_directory);
        return Task.FromResult(true);
    }

    public Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_directory))
            return Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(_directory, "*" + PartialSuffix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            DeleteIfAbandoned(path);
        }

        return Task.CompletedTask;
    }

    public ValueTask<long?> GetFreeBytesAsync(CancellationToken cancellationToken)
    {
        // The first backup makes the directory.
        var existing = new DirectoryInfo(_directory);
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        return ValueTask.FromResult<long?>(new DriveInfo(existing.FullName).AvailableFreeSpace);
    }

    // Between the moment that a file is made and the one that it is locked, whoever cleans up takes it for abandoned. Another name for the
    // next attempt: the old one may be about to be deleted once more.
    private static LocalFileWrite Begin(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            var partialPath = attempt == 0 ? path + PartialSuffix : $"{path}.{attempt}{PartialSuffix}";
            try
            {
                var write = new LocalFileWrite(partialPath, path);
                if (attempt == MostAttempts || File.Exists(partialPath))
                    return write;
                write.Abandon();
            }
            catch (IOException exception) when (attempt < MostAttempts && IsLocked(exception))
            {
                // Whoever cleans up has it just now.
            }
        }
    }

    // EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private static bool IsLocked(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static void DeleteIfAbandoned(string path)
    {
        try
        {
            // Only a file that nobody writes can be opened for oneself alone.
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                File.Delete(path);
            }
        }
        catch (IOException)
        {
            // Another process is writing it.
        }
        catch (UnauthorizedAccessException)
        {
            // It belongs to somebody else.
        }
    }

    private string PathOf(string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name) || name[0] == '.' || name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is not a plain file name.", nameof(name));
        return Path.Combine(_directory, name);
    }

    private void PrepareDirectory()
    {
        if (!Directory.Exists(_directory))
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(_directory);
            else
                Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var ignore = Path.Combine(_directory, IgnoreFile);
        if (!File.Exists(ignore))
        {
            try
            {
                using var file = new FileStream(ignore, FileMode.CreateNew, FileAccess.Write);
                file.Write("# Backups hold data and never belong in a repository.\n*\n"u8);
            }
            catch (IOException) when (File.Exists(ignore))
            {
                // Another backup was quicker.
            }
        }
    }
}
