namespace PgBackup.Restore;

/// <summary>A step that workers may do at the same time as others: the rows of a table, an index, a key, the proof of a foreign
/// key.</summary>
internal sealed class WorkNode
{
    private int _taken;
    private int _done;

    public required BackupEntry Entry { get; init; }

    /// <summary>Gets what does the step of an entry, or a worker's part of it.</summary>
    public required Func<RestoreWorker, BackupEntry, CancellationToken, Task> Run { get; init; }

    /// <summary>Gets how many workers may have a part.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Gets how much there is to do in all, roughly.</summary>
    public required long Weight { get; init; }

    /// <summary>Gets the steps that come before this one.</summary>
    public required WorkNode[] Needs { get; init; }

    public required TableLocks Locks { get; init; }

    /// <summary>Gets a value indicating whether the step takes no time, but others wait for it.</summary>
    public bool IsQuick { get; init; }

    public bool IsLoad => Entry.Table is not null;

    public bool IsDone => _done == Parts;

    public bool IsRunning => _done < _taken;

    /// <summary>Gets a value indicating whether workers have all parts.</summary>
    public bool IsTaken => _taken == Parts;

    /// <summary>Gives a part to a worker.</summary>
    public void Take() => _taken++;

    /// <summary>Notes that a part is done.</summary>
    public void Complete() => _done++;
}
