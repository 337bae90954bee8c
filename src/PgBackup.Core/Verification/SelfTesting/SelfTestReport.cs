namespace PgBackup;

/// <summary>What a self-test found.</summary>
public sealed record SelfTestReport
{
    /// <summary>Gets the steps, in order; the last one removes what the others made.</summary>
    public required IReadOnlyList<SelfTestStep> Steps { get; init; }

    /// <summary>Gets the tables of which only the definition was tried, because they or what they refer to is too large; quoted as in
    /// SQL.</summary>
    public IReadOnlyList<string> TablesWithoutRows { get; init; } = [];

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether every step passed.</summary>
    public bool Passed => Steps.All(s => s.Outcome == SelfTestOutcome.Passed);
}
