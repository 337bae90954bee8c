namespace PgBackup.Benchmarks.Measuring;

/// <summary>What one run cost.</summary>
/// <param name="Wall">From the start of the first process to the end of the last.</param>
/// <param name="ClientCpu">Processor time of the processes and what they started.</param>
/// <param name="ServerCpu">Processor time of the server meanwhile; null where it is not a process of this machine.</param>
/// <param name="PeakMemory">The highest resident memory, in bytes: the sum of each process's own peak.</param>
/// <param name="OutputBytes">How much was written; 0 where that means nothing.</param>
internal sealed record Measurement(TimeSpan Wall, TimeSpan ClientCpu, TimeSpan? ServerCpu, long PeakMemory, long OutputBytes);
