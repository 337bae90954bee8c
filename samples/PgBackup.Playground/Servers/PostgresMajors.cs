namespace PgBackup.Playground.Servers;

/// <summary>The major versions of PostgreSQL that PgBackup supports.</summary>
public static class PostgresMajors
{
    public const int Oldest = 13;
    public const int Newest = 18;

    /// <summary>Gets every supported major, oldest first.</summary>
    public static IReadOnlyList<int> All { get; } = [.. Enumerable.Range(Oldest, Newest - Oldest + 1)];

    internal static void ThrowIfUnsupported(int? major)
    {
        if (major is { } asked && !All.Contains(asked))
            throw new ArgumentOutOfRangeException(nameof(major), asked, $"PostgreSQL {asked} is not supported; {Oldest} to {Newest} are.");
    }
}
