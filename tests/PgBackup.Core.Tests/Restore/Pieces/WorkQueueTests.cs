using FluentAssertions;
using PgBackup.Restore;
using Xunit;

namespace PgBackup.Tests.Restore.Pieces;

[Trait("Category", "Unit")]
public sealed class WorkQueueTests
{
    private const long Large = 8 * 1024 * 1024;
    private const long TogetherAtMost = 4 * 1024 * 1024;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Workers_do_all_of_any_work_in_its_order_and_none_would_wait_for_a_lock(int seed)
    {
        var nodes = RandomWork(new Random(seed));
        var queue = new WorkQueue(nodes);
        var log = new WorkLog();

        var workers = Enumerable.Range(0, 4).Select(i => Task.Run(() => WorkAsync(queue, log, new Random((100 * seed) + i))));
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromMinutes(1));

        log.Problems.Should().BeEmpty();
        nodes.Should().OnlyContain(n => log.PartsBegun(n) == n.Parts && n.IsDone);
        log.Completed.Should().BeEquivalentTo(nodes).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_is_quick_comes_first_then_that_behind_which_most_is_left()
    {
        var longest = Node(1, 2 * Large);
        var begin = Node(2, Large);
        var quick = Node(3, 0, isQuick: true);
        var queue = new WorkQueue([longest, begin, quick, Node(4, 3 * Large, needs: [begin])]);

        (await queue.TakeAsync(default)).Should().Equal(quick);
        (await queue.TakeAsync(default)).Should().Equal(begin);
        (await queue.TakeAsync(default)).Should().Equal(longest);
    }

    [Fact]
    public async Task Table_is_loaded_by_two_only_when_there_is_nothing_else_to_do()
    {
        var shared = Node(1, 4 * Large, parts: 2);
        var other = Node(2, Large);
        var index = Node(3, Large, needs: [shared]);
        var queue = new WorkQueue([shared, other, index]);

        (await queue.TakeAsync(default)).Should().Equal(shared);
        (await queue.TakeAsync(default)).Should().Equal(other);
        (await queue.TakeAsync(default)).Should().Equal(shared);
        var waiting = queue.TakeAsync(default);
        queue.Complete([shared]).Should().BeEmpty();
        queue.Complete([other]).Should().Equal(other);
        waiting.IsCompleted.Should().BeFalse();
        queue.Complete([shared]).Should().Equal(shared);

        (await waiting.WaitAsync(TimeSpan.FromMinutes(1))).Should().Equal(index);
    }

    [Fact]
    public async Task Small_steps_share_a_transaction_with_what_they_need_but_not_without_limit()
    {
        var first = Node(1, 100);
        var second = Node(2, 100, needs: [first]);
        var queue = new WorkQueue([first, second, .. Enumerable.Range(3, 40).Select(i => Node(i, 10))]);

        var taken = await queue.TakeAsync(default);

        taken.Should().HaveCount(32);
        taken.Take(2).Should().Equal(first, second);
    }

    private static async Task WorkAsync(WorkQueue queue, WorkLog log, Random random)
    {
        while (await queue.TakeAsync(default) is { Count: > 0 } taken)
        {
            log.Begin(taken);
            for (var i = random.Next(6); i > 0; i--)
                await Task.Yield();
            log.End(taken);
            log.Complete(queue.Complete(taken));
        }
    }

    private static List<WorkNode> RandomWork(Random random)
    {
        var nodes = new List<WorkNode>();
        for (var i = 0; i < random.Next(1, 120); i++)
        {
            var parts = random.Next(5) == 0 ? random.Next(2, 4) : 1;
            var locks = new TableLocks();
            for (var j = random.Next(3); j > 0; j--)
                locks.Add(random.Next(6), parts > 1 ? TableLock.RowExclusive : (TableLock)random.Next(7));
            WorkNode[] needs = i == 0 ? [] : [.. Enumerable.Range(0, random.Next(3)).Select(_ => nodes[random.Next(i)])];
            nodes.Add(Node(i, random.Next(3) == 0 ? Large : random.Next(50_000), parts, needs, locks, random.Next(10) == 0));
        }

        return nodes;
    }

    private static WorkNode Node(
        int id, long weight, int parts = 1, WorkNode[]? needs = null, TableLocks? locks = null, bool isQuick = false) => new()
        {
            Entry = new BackupEntry { Id = id, Kind = "INDEX", Name = $"i{id}", Section = BackupSection.PostData },
            Parts = parts,
            Weight = weight,
            Needs = needs ?? [],
            Locks = locks ?? new TableLocks(),
            IsQuick = isQuick,
            Run = (_, _, _) => Task.CompletedTask,
        };

    /// <summary>What workers did, and whether they were allowed to.</summary>
    private sealed class WorkLog
    {
        private readonly Lock _lock = new();
        private readonly List<IReadOnlyList<WorkNode>> _underWay = [];
        private readonly Dictionary<WorkNode, int> _begun = [];
        private readonly Dictionary<WorkNode, int> _ended = [];

        public List<string> Problems { get; } = [];

        public List<WorkNode> Completed { get; } = [];

        public int PartsBegun(WorkNode node) => _begun.GetValueOrDefault(node);

        public void Begin(IReadOnlyList<WorkNode> taken)
        {
            lock (_lock)
            {
                for (var i = 0; i < taken.Count; i++)
                {
                    var node = taken[i];
                    if (_underWay.Exists(others => others.Any(o => o.Locks.ConflictWith(node.Locks))))
                        Problems.Add($"{node.Entry.Name} would wait for a lock");
                    var before = taken.Take(i).Where(n => n.Parts == 1);
                    if (!node.Needs.All(n => _ended.GetValueOrDefault(n) == n.Parts || before.Contains(n)))
                        Problems.Add($"{node.Entry.Name} begins before what it needs");
                    _begun[node] = PartsBegun(node) + 1;
                }

                if (taken.Count > 1 && taken.Sum(n => n.Weight / n.Parts) > TogetherAtMost)
                    Problems.Add("too much for one transaction");
                _underWay.Add(taken);
            }
        }

        public void End(IReadOnlyList<WorkNode> taken)
        {
            lock (_lock)
            {
                foreach (var node in taken)
                    _ended[node] = _ended.GetValueOrDefault(node) + 1;
                _underWay.Remove(taken);
            }
        }

        public void Complete(IReadOnlyList<WorkNode> nodes)
        {
            lock (_lock)
                Completed.AddRange(nodes);
        }
    }
}
