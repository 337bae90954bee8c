using System.Runtime.InteropServices;

namespace PgBackup.Stores;

/// <summary>Makes a rename or deletion durable: on Unix it is the directory that has to reach the disk.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnlyFlag = 0;

    public static void Flush(string directory)
    {
        // Windows journals renames by itself.
        if (OperatingSystem.IsWindows())
            return;
        // Some file systems cannot flush a directory; that of the file's content, which has been flushed, does not depend on it.
        var descriptor = Open(directory, ReadOnlyFlag);
        if (descriptor < 0)
            return;
        _ = FSync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
