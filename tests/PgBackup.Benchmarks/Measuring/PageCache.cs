namespace PgBackup.Benchmarks.Measuring;

/// <summary>The memory in which the operating system keeps what programs write.</summary>
internal static class PageCache
{
    // More than a run on a gigabyte writes.
    private const int Blocks = 1536;
    private const int BlockSize = 1024 * 1024;

    /// <summary>Has the memory of the next run's files used once. A virtual machine is given each page by its host when it first needs it,
    /// which takes ten times as long as writing to it: a cost of whoever comes first, and of who writes most.</summary>
    public static void Touch(string directory)
    {
        var path = Path.Combine(directory, "touched");
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[BlockSize];
            for (var i = 0; i < Blocks; i++)
                file.Write(block);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
