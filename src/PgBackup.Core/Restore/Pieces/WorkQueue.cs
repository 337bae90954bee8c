namespace PgBackup.Restore;

/// <summary>Hands out steps to workers, so that none waits for another's lock: what two steps would both lock is worked at by one.</summary>
internal sealed class WorkQueue
{
    // Steps that are small share a transaction, but not so many that they would need too many locks.
    private const int StepsTogether = 32;
    private const long WeightTogether = 1024 * 1024;

    private readonly Lock _lock = new();

    // The heaviest is the last: taking it moves nothing.
    private readonly List<WorkNode> _waiting;
    private readonly HashSet<WorkNode> _running = [];
    private TaskCompletionSource _changed = NewSignal();

    public WorkQueue(IEnumerable<WorkNode> nodes) => _waiting = [.. nodes.Reverse().OrderBy(n => n.Weight)];

    /// <summary>Takes the heaviest step that can be done now, with others where they are small, or waits for one.</summary>
    /// <returns>Steps for one transaction, in order; none when there is nothing left to begin.</returns>
    public async Task<IReadOnlyList<WorkNode>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                    return [];
                if (Take() is { Count: > 0 } taken)
                    return taken;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that steps are done.</summary>
    public void Complete(IReadOnlyList<WorkNode> nodes)
    {
        lock (_lock)
        {
            foreach (var node in nodes)
            {
                node.State = WorkState.Done;
                _running.Remove(node);
            }

            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private List<WorkNode> Take()
    {
        var taken = new List<WorkNode>();
        long weight = 0;
        for (var i = _waiting.Count - 1; i >= 0 && taken.Count < StepsTogether; i--)
        {
            var node = _waiting[i];
            if (taken.Count > 0 && weight + node.Weight > WeightTogether)
                continue;
            // Those taken with it are done before it, by the same worker.
            if (!node.Needs.All(n => n.State == WorkState.Done || taken.Contains(n)) || _running.Any(r => Collide(r, node)))
                continue;
            _waiting.RemoveAt(i);
            taken.Add(node);
            weight += node.Weight;
            if (weight > WeightTogether)
                break;
        }

        foreach (var node in taken)
        {
            node.State = WorkState.Taken;
            _running.Add(node);
        }

        return taken;
    }

    private static bool Collide(WorkNode one, WorkNode other) =>
        (one.Exclusive is { } table && (other.Exclusive == table || other.Shared.Contains(table)))
        || (other.Exclusive is { } wanted && one.Shared.Contains(wanted));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
