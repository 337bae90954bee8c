using BenchmarkDotNet.Attributes;
using PgBackup.Schema;

namespace PgBackup.Benchmarks.Micro;

/// <summary>Sorting the objects of a database by what they need.</summary>
public class DependencySortBenchmarks
{
    private List<SchemaObject> _objects = [];

    [Params(10_000, 100_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void MakeObjects()
    {
        var random = new Random(1);
        _objects = [.. Enumerable.Range(0, Count).Select(i => new Node(i))];
        foreach (var (i, node) in _objects.Index().Skip(1))
        {
            for (var needed = 0; needed < 3; needed++)
                node.Dependencies.Add(_objects[random.Next(i)]);
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_objects));
    }

    [Benchmark]
    public int Sort() => DependencySorter.Sort(_objects).Objects.Count;

    private sealed class Node : SchemaObject
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Node(int number)
        {
            Address = new ObjectAddress(CatalogOid.Function, (uint)number);
            Name = $"f{number}";
            Section = BackupSection.PreData;
        }

        public override ObjectKind Kind => ObjectKind.Function;

        public override string Identity => $"FUNCTION {Name}()";

        public override void WriteDefinition(StatementList statements) => statements.Add($"CREATE {Identity}");
    }
}
