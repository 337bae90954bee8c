namespace PgBackup.Benchmarks.Contests;

/// <summary>How long a contender may take, as a part of what another one takes in the same run.</summary>
/// <param name="Contender">Ours.</param>
/// <param name="Peer">The other.</param>
/// <param name="AtMost">The highest ratio of the medians of wall times.</param>
/// <param name="SizeAtMost">The highest ratio of what they write; null where that does not matter.</param>
internal sealed record Goal(string Contender, string Peer, double AtMost, double? SizeAtMost = null);
