namespace PgBackup.Playground.Comparison;

/// <summary>What is known of one database: for each object (kind and identity) its properties and their values.</summary>
internal sealed class DatabaseFacts(int serverMajor)
{
    private readonly SortedDictionary<(string Kind, string Object), Dictionary<string, string?>> _objects = new(KeyOrder);

    private static readonly Comparer<(string Kind, string Object)> KeyOrder = Comparer<(string Kind, string Object)>.Create((x, y) =>
    {
        var byKind = string.CompareOrdinal(x.Kind, y.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(x.Object, y.Object);
    });

    public int ServerMajor { get; } = serverMajor;

    public IReadOnlyDictionary<(string Kind, string Object), Dictionary<string, string?>> Objects => _objects;

    public void Add(string kind, string identity, Dictionary<string, string?> properties)
    {
        // Two objects with one name would hide each other: then the query that named them is wrong.
        if (!_objects.TryAdd((kind, identity), properties))
            throw new InvalidOperationException($"Two objects of kind '{kind}' are called '{identity}'.");
    }

    /// <summary>Every pair of kind and property that occurs.</summary>
    public HashSet<(string Kind, string Property)> Vocabulary() =>
        _objects.SelectMany(o => o.Value.Keys.Select(property => (o.Key.Kind, property))).ToHashSet();
}
