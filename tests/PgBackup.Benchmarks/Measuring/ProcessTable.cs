using System.Globalization;

namespace PgBackup.Benchmarks.Measuring;

/// <summary>The processes of this machine, as Linux shows them in <c>/proc</c>.</summary>
internal static class ProcessTable
{
    // USER_HZ, which the kernel's interface fixes.
    private const double TicksPerSecond = 100;

    /// <summary>Lists processes and all below them.</summary>
    public static IReadOnlyList<int> TreeOf(IEnumerable<int> roots)
    {
        var all = new List<int>(roots);
        for (var i = 0; i < all.Count; i++)
            all.AddRange(Read($"/proc/{all[i]}/task/{all[i]}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse));
        return all;
    }

    /// <summary>Gets the processor time of a process, with that of children that have ended.</summary>
    public static TimeSpan ProcessorTime(int id) => Ticks(id, 11..15);

    /// <summary>Gets the processor time of a process's children that have ended and were waited for.</summary>
    public static TimeSpan TimeOfEndedChildren(int id) => Ticks(id, 13..15);

    /// <summary>Gets the highest resident memory of a process so far, in bytes; 0 when it is gone.</summary>
    public static long PeakMemory(int id)
    {
        // "VmHWM:     85432 kB"
        var line = Read($"/proc/{id}/status").Split('\n').FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : 1024L * Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    // The name in parentheses may hold anything; the third field follows it.
    private static TimeSpan Ticks(int id, Range fields)
    {
        var stat = Read($"/proc/{id}/stat");
        var ticks = stat.Length == 0 ? 0 : stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[fields].Sum(Parse);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    // A process may end at any time.
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
