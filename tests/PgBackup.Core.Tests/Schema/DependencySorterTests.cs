using FluentAssertions;
using PgBackup.Schema;
using Xunit;

namespace PgBackup.Tests.Schema;

[Trait("Category", "Unit")]
public sealed class DependencySorterTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Objects_without_loops_come_behind_all_that_they_need(int seed)
    {
        var objects = Graph(new Random(seed), loops: false);

        var (sorted, warnings) = DependencySorter.Sort(objects);

        warnings.Should().BeEmpty();
        sorted.Should().BeEquivalentTo(objects);
        ShouldBeOrdered(sorted, objects);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Loops_that_cannot_be_broken_are_told_and_no_object_is_lost(int seed)
    {
        var objects = Graph(new Random(seed), loops: true);
        var outsideLoops = objects.Where(o => !Reaches(o, o)).ToList();

        var (sorted, warnings) = DependencySorter.Sort(objects);

        warnings.Count.Should().BeGreaterThan(0);
        sorted.Should().BeEquivalentTo(objects);
        ShouldBeOrdered(sorted, outsideLoops);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Order_does_not_depend_on_the_order_of_reading(int seed)
    {
        var random = new Random(seed);
        var objects = Graph(random, loops: false);
        var shuffled = objects.ToArray();
        random.Shuffle(shuffled);

        DependencySorter.Sort(shuffled).Objects.Should().Equal(DependencySorter.Sort(objects).Objects);
    }

    [Fact]
    public void Chain_of_views_longer_than_a_stack_is_sorted()
    {
        var objects = Enumerable.Range(0, 200_000).Select(i => new Node(i)).ToList<SchemaObject>();
        for (var i = 1; i < objects.Count; i++)
            objects[i - 1].Dependencies.Add(objects[i]);

        DependencySorter.Sort(objects).Objects.Should().Equal(objects.AsEnumerable().Reverse());
    }

    private static List<SchemaObject> Graph(Random random, bool loops)
    {
        var objects = Enumerable.Range(0, random.Next(2, 80)).Select(i => new Node(i)).ToList<SchemaObject>();
        for (var edges = random.Next(objects.Count * 3); edges > 0; edges--)
        {
            var (x, y) = (random.Next(objects.Count), random.Next(objects.Count));
            if (x != y)
                objects[Math.Max(x, y)].Dependencies.Add(objects[Math.Min(x, y)]);
        }

        if (loops)
        {
            objects[0].Dependencies.Add(objects[^1]);
            objects[^1].Dependencies.Add(objects[0]);
        }

        return objects;
    }

    private static bool Reaches(SchemaObject from, SchemaObject to)
    {
        var seen = new HashSet<SchemaObject>();
        var waiting = new Stack<SchemaObject>(from.Dependencies);
        while (waiting.TryPop(out var item))
        {
            if (ReferenceEquals(item, to))
                return true;
            if (seen.Add(item))
            {
                foreach (var next in item.Dependencies)
                    waiting.Push(next);
            }
        }

        return false;
    }

    private static void ShouldBeOrdered(IReadOnlyList<SchemaObject> sorted, IEnumerable<SchemaObject> objects)
    {
        var places = sorted.Select((o, i) => (o, i)).ToDictionary(p => p.o, p => p.i);
        foreach (var item in objects)
            item.Dependencies.Should().NotContain(needed => places[needed] > places[item]);
    }

    private sealed class Node : SchemaObject
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Node(int number)
        {
            Address = new ObjectAddress(CatalogOid.Function, (uint)number);
            Name = $"f{(number * 7919) % 104729:d6}_{number}"; // so that the order by name is not that of the numbers
            Section = BackupSection.PreData;
        }

        public override ObjectKind Kind => ObjectKind.Function;

        public override string Identity => $"FUNCTION {Name}()";

        public override void WriteDefinition(StatementList statements) => statements.Add($"CREATE {Identity}");
    }
}
