namespace PgBackup.Benchmarks.Contests;

/// <summary>A work, those who do it in turns, and what we want to reach.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Contenders">Who does it.</param>
/// <param name="Goals">What is to be reached; those whose contenders are not here do not count.</param>
internal sealed record Contest(string Work, IReadOnlyList<Contender> Contenders, IReadOnlyList<Goal> Goals);
