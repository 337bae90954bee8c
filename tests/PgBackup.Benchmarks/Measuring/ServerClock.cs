using System.Globalization;

namespace PgBackup.Benchmarks.Measuring;

/// <summary>The processor time of a server and of its sessions.</summary>
internal sealed class ServerClock(int postmaster)
{
    /// <summary>Finds the server's first process.</summary>
    /// <returns>Null where it is not one of this machine's.</returns>
    public static ServerClock? Of(string? dataDirectory)
    {
        var file = dataDirectory is null ? null : Path.Combine(dataDirectory, "postmaster.pid");
        return file is null || !File.Exists(file)
            ? null
            : new ServerClock(int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture));
    }

    /// <summary>Reads it; sessions that have ended count on.</summary>
    public TimeSpan Read() => ProcessTable.TreeOf([postmaster]).Aggregate(TimeSpan.Zero, (sum, id) => sum + ProcessTable.ProcessorTime(id));
}
