namespace PgBackup.Archive;

/// <summary>The level that was chosen for a segment, for the next ones of the same table: to try all of them anew for each would cost a
/// tenth of the compression. For several threads.</summary>
internal sealed class LevelMemory
{
    // What a table holds may change along the way.
    private const int SegmentsPerChoice = 8;

    private readonly Lock _lock = new();
    private int _level;
    private int _uses;

    /// <summary>Gets the level for another segment.</summary>
    /// <returns>False when it has to be chosen.</returns>
    public bool TryUse(out int level)
    {
        lock (_lock)
        {
            level = _level;
            if (_uses == 0)
                return false;
            _uses--;
            return true;
        }
    }

    /// <summary>Keeps a level that was chosen.</summary>
    public void Keep(int level)
    {
        lock (_lock)
            (_level, _uses) = (level, SegmentsPerChoice - 1);
    }
}
