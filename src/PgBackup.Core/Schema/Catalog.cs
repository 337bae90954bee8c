using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The objects of the source database, as one snapshot shows them.</summary>
internal sealed class Catalog(ServerVersion server)
{
    // One for each catalog: a single one of a large database would be a large object, which has all garbage collected at once.
    private readonly Dictionary<uint, Dictionary<uint, SchemaObject>> _byAddress = [];
    private readonly List<SchemaObject> _objects = [];

    public ServerVersion Server { get; } = server;

    /// <summary>Gets the objects in the order in which they were read.</summary>
    public IReadOnlyList<SchemaObject> Objects => _objects;

    /// <summary>Adds an object, under its own address.</summary>
    public void Add(SchemaObject item)
    {
        item.Section = item.Kind.Section();
        RowsOf(item.Address.Catalog)[item.Address.ObjectId] = item;
        _objects.Add(item);
    }

    /// <summary>Adds an object that has no catalog row of its own (an attachment, a shell type): nothing else can refer to it by
    /// address.</summary>
    public void AddUnaddressed(SchemaObject item)
    {
        item.Section = item.Kind.Section();
        _objects.Add(item);
    }

    /// <summary>Lets <paramref name="alias"/> stand for <paramref name="item"/> wherever a dependency names it: a table's row type, a
    /// view's rule, a constraint's index, a range's multirange, an array type.</summary>
    public void AddAlias(ObjectAddress alias, SchemaObject item) => RowsOf(alias.Catalog).TryAdd(alias.ObjectId, item);

    /// <summary>Finds the object (or what an alias stands for), whatever the column number.</summary>
    public SchemaObject? Find(ObjectAddress address) => _byAddress.GetValueOrDefault(address.Catalog)?.GetValueOrDefault(address.ObjectId);

    /// <summary>Finds the object of a known type, such as the table of an index.</summary>
    public T? Find<T>(uint catalog, uint objectId)
        where T : SchemaObject => Find(new ObjectAddress(catalog, objectId)) as T;

    private Dictionary<uint, SchemaObject> RowsOf(uint catalog)
    {
        if (!_byAddress.TryGetValue(catalog, out var rows))
            _byAddress.Add(catalog, rows = []);
        return rows;
    }
}
