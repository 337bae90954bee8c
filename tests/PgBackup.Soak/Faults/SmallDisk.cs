using System.Diagnostics;

namespace PgBackup.Soak.Faults;

/// <summary>A file system of a few megabytes, in memory, that can be filled.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string Ballast = "ballast";

    private static readonly Lazy<bool> Mountable = new(() =>
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return false;
        try
        {
            Mount("1m").Dispose();
            return true;
        }
        catch (IOException)
        {
            return false; // a container without that right
        }
    });

    private SmallDisk(string path) => Path = path;

    /// <summary>Gets a value indicating whether disks can be mounted here.</summary>
    public static bool CanMount => Mountable.Value;

    /// <summary>Gets where it is mounted; everybody may write there.</summary>
    public string Path { get; }

    /// <summary>Mounts one.</summary>
    /// <exception cref="IOException">That is not permitted here.</exception>
    public static SmallDisk Mount(string size)
    {
        var path = Directory.CreateTempSubdirectory("pgbackup-disk-").FullName;
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=777", "tmpfs", path);
            return new SmallDisk(path);
        }
        catch
        {
            Directory.Delete(path);
            throw;
        }
    }

    /// <summary>Fills it but for some bytes.</summary>
    public void FillUp(long leaving)
    {
        var size = new DriveInfo(Path).AvailableFreeSpace - leaving;
        using var file = File.Create(System.IO.Path.Combine(Path, Ballast));
        var block = new byte[64 * 1024];
        for (; size > 0; size -= block.Length)
            file.Write(block);
    }

    /// <summary>Takes away what it was filled with.</summary>
    public void Empty() => File.Delete(System.IO.Path.Combine(Path, Ballast));

    public void Dispose()
    {
        // Lazily: a server that was just stopped may still be on it.
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"{program} failed: {errors}");
    }
}
