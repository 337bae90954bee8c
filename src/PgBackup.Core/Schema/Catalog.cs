using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The objects of the source database, as one snapshot shows them.</summary>
internal sealed class Catalog(ServerVersion server)
{
    private readonly Dictionary<ObjectAddress, SchemaObject> _byAddress = [];
    private readonly List<SchemaObject> _objects = [];

    public ServerVersion Server { get; } = server;

    /// <summary>Gets the objects in the order in which they were read.</summary>
    public IReadOnlyList<SchemaObject> Objects => _objects;

    /// <summary>Adds an object, under its own address.</summary>
    public void Add(SchemaObject item)
    {
        item.Section = item.Kind.Section();
        _byAddress[item.Address with { SubId = 0 }] = item;
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
    public void AddAlias(ObjectAddress alias, SchemaObject item) => _byAddress.TryAdd(alias with { SubId = 0 }, item);

    /// <summary>Finds the object (or what an alias stands for), whatever the column number.</summary>
    public SchemaObject? Find(ObjectAddress address) => _byAddress.GetValueOrDefault(address with { SubId = 0 });

    /// <summary>Finds the object of a known type, such as the table of an index.</summary>
    public T? Find<T>(uint catalog, uint objectId)
        where T : SchemaObject => Find(new ObjectAddress(catalog, objectId)) as T;
}
