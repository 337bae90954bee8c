namespace PgBackup.Restore;

/// <summary>What a restore leaves out or does otherwise than the backup says; written by all its workers.</summary>
internal sealed class RestoreNotes(IEnumerable<string> warnings)
{
    private readonly Lock _lock = new();
    private readonly List<string> _warnings = [.. warnings];
    private readonly Dictionary<int, string> _leftOut = [];
    private readonly List<ConstraintName> _unvalidated = [];

    /// <summary>Gets the foreign keys that were made without proof.</summary>
    public IReadOnlyList<ConstraintName> Unvalidated
    {
        get
        {
            lock (_lock)
                return [.. _unvalidated];
        }
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_lock)
                return [.. _warnings];
        }
    }

    public void Warn(string warning)
    {
        lock (_lock)
            _warnings.Add(warning);
    }

    public void AddUnvalidated(ConstraintName constraint)
    {
        lock (_lock)
            _unvalidated.Add(constraint);
    }

    /// <summary>Notes that an entry is left out.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="what">What warnings about others that need it call it.</param>
    /// <returns>Whether that is news.</returns>
    public bool LeaveOut(BackupEntry entry, string what)
    {
        lock (_lock)
            return _leftOut.TryAdd(entry.Id, what);
    }

    public bool IsLeftOut(BackupEntry entry)
    {
        lock (_lock)
            return _leftOut.ContainsKey(entry.Id);
    }

    /// <summary>Finds what an entry needs and is left out.</summary>
    public string? FindLackOf(BackupEntry entry)
    {
        lock (_lock)
        {
            if (_leftOut.Count == 0)
                return null;
            foreach (var needed in entry.Relation is { } relation ? entry.Dependencies.Append(relation) : entry.Dependencies)
            {
                if (_leftOut.TryGetValue(needed, out var name))
                    return name;
            }

            return null;
        }
    }
}
