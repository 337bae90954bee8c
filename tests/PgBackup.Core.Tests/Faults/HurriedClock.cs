namespace PgBackup.Tests.Faults;

/// <summary>A clock by which a second passes between any two looks at it.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
