namespace PgBackup.Soak.Faults;

/// <summary>A clock that somebody sets again and again, forth and back by hours; what measures durations goes on as it should.</summary>
public sealed class JumpingClock(int seed) : TimeProvider
{
    private const int Hours = 48;

    private readonly Random _random = new(seed);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_random)
            return base.GetUtcNow().AddHours((_random.NextDouble() - 0.5) * Hours);
    }
}
