using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using FluentAssertions;
using PgBackup.Stores;
using Xunit;

namespace PgBackup.Tests.Stores;

[Trait("Category", "Unit")]
public sealed partial class PageCacheTests
{
    private const int Block = 32 * 1024 * 1024;

    [Fact]
    public async Task Large_file_does_not_stay_in_memory()
    {
        // Not in the folder for temporary files, which may be in memory itself.
        var parent = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N")));
        try
        {
            if (!OperatingSystem.IsLinux() || IsInMemory(parent.FullName))
                return;
            await using (var write = await new LocalFileStore(parent.FullName).CreateAsync("a.bin", default))
            {
                for (var i = 0; i < 3; i++)
                    await write.Content.WriteAsync(new byte[Block]);
                await write.CompleteAsync(default);
            }

            ResidentBytes(Path.Combine(parent.FullName, "a.bin"), 0).Should().Be(0);
            ResidentBytes(Path.Combine(parent.FullName, "a.bin"), 2 * Block).Should().Be(Block, "its end stays");
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    private static bool IsInMemory(string folder) =>
        DriveInfo.GetDrives().Where(d => folder.StartsWith(d.Name, StringComparison.Ordinal)).MaxBy(d => d.Name.Length)
            is { DriveFormat: "tmpfs" or "ramfs" };

    // Mapping a file reads none of it.
    private static int ResidentBytes(string path, long offset)
    {
        using var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        using var view = map.CreateViewAccessor(offset, Block);
        var pages = new byte[Block / Environment.SystemPageSize];
        MinCore(view.SafeMemoryMappedViewHandle, Block, pages).Should().Be(0);
        return pages.Count(p => (p & 1) != 0) * Environment.SystemPageSize;
    }

    [LibraryImport("libc", EntryPoint = "mincore")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MinCore(SafeHandle address, nuint length, [Out] byte[] pages);
}
