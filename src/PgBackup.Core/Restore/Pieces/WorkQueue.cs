namespace PgBackup.Restore;

/// <summary>Hands out steps to workers, so that none waits for another's lock: of two steps that would, the second waits here.</summary>
internal sealed class WorkQueue
{
    // Steps that are small share a transaction, but not so many that they would need too many locks.
    private const int StepsTogether = 32;
    private const long WeightTogether = 4 * 1024 * 1024;

    // Behind so many that would be too much, hardly one is not: those of a kind weigh alike.
    private const int TooMuchAtMost = 64;

    private readonly Lock _lock = new();

    // The most urgent is the last: taking it moves nothing.
    private readonly List<WorkNode> _waiting;
    private readonly HashSet<WorkNode> _running = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <param name="nodes">The steps, each behind those that it needs.</param>
    public WorkQueue(IReadOnlyCollection<WorkNode> nodes)
    {
        var urgencies = Urgencies(nodes);
        _waiting = [.. nodes.Reverse().OrderBy(n => n.IsQuick ? long.MaxValue : urgencies[n])];
    }

    /// <summary>Takes the most urgent step that can be done now, with others where they are small, or waits for one.</summary>
    /// <returns>Steps, or parts of steps, for one transaction, in order; none when there is nothing left to begin.</returns>
    public async Task<IReadOnlyList<WorkNode>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                    return [];
                // Two who load one table get in each other's way: that is for when there is nothing else to do.
                if (Take(joins: false) is { Count: > 0 } taken || (taken = Take(joins: true)).Count > 0)
                    return taken;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that a worker has done its part of steps.</summary>
    /// <returns>Those of which no part is left.</returns>
    public IReadOnlyList<WorkNode> Complete(IReadOnlyList<WorkNode> nodes)
    {
        var done = new List<WorkNode>();
        lock (_lock)
        {
            foreach (var node in nodes)
            {
                node.Complete();
                if (!node.IsRunning)
                    _running.Remove(node);
                if (node.IsDone)
                    done.Add(node);
            }

            _changed.SetResult();
            _changed = NewSignal();
        }

        return done;
    }

    // What is left to do at least, from the beginning of a step, when there are workers enough.
    private static Dictionary<WorkNode, long> Urgencies(IReadOnlyCollection<WorkNode> nodes)
    {
        var followers = new Dictionary<WorkNode, long>();
        var urgencies = new Dictionary<WorkNode, long>();
        foreach (var node in nodes.Reverse())
        {
            var urgency = node.Weight + followers.GetValueOrDefault(node);
            urgencies.Add(node, urgency);
            foreach (var needed in node.Needs)
                followers[needed] = Math.Max(followers.GetValueOrDefault(needed), urgency);
        }

        return urgencies;
    }

    private List<WorkNode> Take(bool joins)
    {
        var taken = new List<WorkNode>();
        long weight = 0;
        var tooMuch = 0;
        for (var i = _waiting.Count - 1; i >= 0 && taken.Count < StepsTogether; i--)
        {
            var node = _waiting[i];
            if (node.IsRunning && !joins)
                continue;
            var partWeight = node.Weight / node.Parts;
            if (taken.Count > 0 && weight + partWeight > WeightTogether)
            {
                if (++tooMuch == TooMuchAtMost)
                    break;
                continue;
            }

            // Those taken with it are done before it, by the same worker.
            if (!node.Needs.All(n => n.IsDone || (n.Parts == 1 && taken.Contains(n)))
                || _running.Any(r => r.Locks.ConflictWith(node.Locks)))
                continue;
            node.Take();
            taken.Add(node);
            if (node.IsTaken)
                _waiting.RemoveAt(i);
            weight += partWeight;
            if (weight > WeightTogether)
                break;
        }

        _running.UnionWith(taken);
        return taken;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
