using PgBackup.Benchmarks.Measuring;

namespace PgBackup.Benchmarks.Contests;

/// <summary>One way to do a work.</summary>
/// <param name="Name">Its name in tables and plots.</param>
/// <param name="RunAsync">Does it once.</param>
internal sealed record Contender(string Name, Func<Arena, CancellationToken, Task<Measurement>> RunAsync);
