using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PgBackup.Stores;

/// <summary>The memory in which the operating system keeps what was written to a file.</summary>
internal static partial class PageCache
{
    // POSIX_FADV_DONTNEED.
    private const int DoNotNeed = 4;

    /// <summary>Gives back the memory of what has reached the disk. It counts as the container's own, and applications have better use for
    /// it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">How much of its beginning.</param>
    public static void Release(SafeFileHandle file, long length)
    {
        // A hint: elsewhere, and where it fails, the system decides alone.
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
            _ = FAdvise(file, 0, length, DoNotNeed);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FAdvise(SafeFileHandle file, long offset, long length, int advice);
}
