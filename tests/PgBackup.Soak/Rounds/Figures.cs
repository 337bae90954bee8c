using PgBackup.Soak.Faults;

namespace PgBackup.Soak.Rounds;

/// <summary>What a soak has seen.</summary>
internal sealed class Figures
{
    private readonly SortedDictionary<FaultKind, (int Injected, int Failed)> _faults = [];

    public int Rounds { get; set; }

    public int Flipped { get; set; }

    public int Detected { get; set; }

    public int Transfers { get; set; }

    public int Restored { get; set; }

    /// <summary>Counts a fault that was survived, and whether the operation failed of it as it should or was done all the same.</summary>
    public void Count(FaultKind kind, bool failed)
    {
        var (injected, before) = _faults.GetValueOrDefault(kind);
        _faults[kind] = (injected + 1, before + (failed ? 1 : 0));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{Rounds} rounds, {Restored} restores compared, {Transfers} transfers of money meanwhile");
        Console.WriteLine($"{"fault",-20}{"injected",10}{"survived",10}{"of these failed cleanly",26}");
        foreach (var (kind, (injected, failed)) in _faults)
            Console.WriteLine($"{kind,-20}{injected,10}{injected,10}{failed,26}");
        Console.WriteLine($"bytes flipped, cut off or swapped: {Flipped}; detected: {Detected}");
    }
}
