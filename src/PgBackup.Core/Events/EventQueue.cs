namespace PgBackup.Events;

/// <summary>Events in the order that they happened; when it is full, what matters least goes first.</summary>
internal sealed class EventQueue(int capacity)
{
    private readonly LinkedList<BackupEvent> _events = new();

    public int Count => _events.Count;

    /// <summary>Adds an event.</summary>
    /// <returns>What there was no room for: the oldest of the lowest severity, which may be the new one; null where there was
    /// room.</returns>
    public BackupEvent? Add(BackupEvent added)
    {
        _events.AddLast(added);
        if (_events.Count <= capacity)
            return null;
        var least = _events.First!;
        for (var node = least.Next; node is not null; node = node.Next)
        {
            if (node.Value.Severity < least.Value.Severity)
                least = node;
        }

        _events.Remove(least);
        return least.Value;
    }

    public BackupEvent? Take()
    {
        var first = _events.First;
        if (first is not null)
            _events.RemoveFirst();
        return first?.Value;
    }
}
