using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>The database that is restored into, as it is before the restore.</summary>
internal sealed class TargetDatabase
{
    private const string RolesQuery =
        "SELECT oid, pg_catalog.pg_has_role(oid, 'MEMBER'), pg_catalog.pg_has_role(oid, 'USAGE') FROM pg_catalog.pg_roles";

    // Server 16 and newer: not every membership lets SET ROLE.
    private const string RolesQuery16 =
        "SELECT oid, pg_catalog.pg_has_role(oid, 'SET'), pg_catalog.pg_has_role(oid, 'USAGE') FROM pg_catalog.pg_roles";

    private const string TablespacesQuery = "SELECT spcname::text FROM pg_catalog.pg_tablespace";

    // From 16 on, who makes a role may act for it only if createrole_self_grant says so; before, only by a membership.
    private const string RightsQuery = """
        SELECT (SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER),
               COALESCE(pg_catalog.current_setting('createrole_self_grant', true), '') ~* '\mset\M',
               EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata)
        """;

    private readonly Dictionary<(string Kind, string Identity), SchemaObject> _byIdentity = [];
    private readonly Dictionary<(string Schema, string Name), SchemaObject> _relations = [];
    private readonly Lazy<Dictionary<string, SchemaObject>> _byName;
    private readonly Dictionary<string, (bool MayActFor, bool HasPrivileges)> _roles;
    private readonly bool _mayActForNewRoles;

    private TargetDatabase(
        ServerInfo server, Catalog catalog, BackupDatabase facts, string owner,
        Dictionary<string, (bool MayActFor, bool HasPrivileges)> roles,
        bool mayCreateRoles, bool mayActForNewRoles, bool hasLargeObjects)
    {
        Server = server;
        Catalog = catalog;
        Facts = facts;
        DatabaseOwner = owner;
        MayCreateRoles = mayCreateRoles;
        HasLargeObjects = hasLargeObjects;
        _roles = roles;
        _mayActForNewRoles = mayActForNewRoles;
        _byName = new Lazy<Dictionary<string, SchemaObject>>(NameObjects);
        foreach (var item in catalog.Objects)
        {
            _byIdentity.TryAdd((item.Kind.Name(), item.Identity), item);
            // Where the type is, its shell is not needed.
            if (item.Shell is { } shell)
                _byIdentity.TryAdd((shell.Kind.Name(), shell.Identity), item);
            if (item is Relation or Sequence)
                _relations.TryAdd((item.Schema!, item.Name), item);
        }
    }

    public ServerInfo Server { get; }

    public Catalog Catalog { get; }

    public bool HasLargeObjects { get; }

    /// <summary>Gets the names of the server's tablespaces, unquoted.</summary>
    public required IReadOnlySet<string> Tablespaces { get; init; }

    /// <summary>Gets a value indicating whether the database is yet to be made, by the restoring role.</summary>
    public bool IsNew { get; init; }

    /// <summary>Gets a value indicating whether the database holds nothing but what a new one does, and our own history.</summary>
    public bool IsEmpty => !HasLargeObjects && !Catalog.Objects.Any(o =>
        o is not (DefaultAcl or SystemPrivileges)
        && o.Extension is null
        && o is not Namespace { IsPublic: true }
        && o is not Extension { Name: "plpgsql" }
        && o.Schema != OwnSchemas.History
        && !(o is Namespace && o.Name == OwnSchemas.History));

    /// <summary>Gets what cannot be altered of the database.</summary>
    public BackupDatabase Facts { get; }

    public string DatabaseOwner { get; }

    /// <summary>Gets a value indicating whether the restoring role may create roles.</summary>
    public bool MayCreateRoles { get; }

    /// <summary>Reads the target in the connection's transaction.</summary>
    public static async Task<TargetDatabase> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var query = await CatalogReader.ReadAsync(connection, server.Version, cancellationToken).ConfigureAwait(false);
        var roles = new Dictionary<string, (bool MayActFor, bool HasPrivileges)>(StringComparer.Ordinal);
        var rights = await connection.ReadAsync(
            server.Version.IsAtLeast(16) ? RolesQuery16 : RolesQuery,
            row => (Role: query.RoleName(row.GetFieldValue<uint>(0)), MayActFor: row.GetBoolean(1), HasPrivileges: row.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);
        foreach (var (role, mayActFor, hasPrivileges) in rights)
            roles.TryAdd(role, (mayActFor, hasPrivileges));
        var tablespaces = new HashSet<string>(StringComparer.Ordinal);
        await query.ForEachAsync(TablespacesQuery, row => tablespaces.Add(row.Text("spcname")), cancellationToken).ConfigureAwait(false);
        var properties = await DatabasePropertiesReader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        var own = await connection.ReadAsync(
            RightsQuery,
            row => (!row.IsDBNull(0) && row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);
        var (mayCreateRoles, mayActForNewRoles, hasLargeObjects) = own[0];
        return new TargetDatabase(
            server, query.Catalog, properties.Facts, properties.Owner, roles, mayCreateRoles, mayActForNewRoles, hasLargeObjects)
        {
            Tablespaces = tablespaces,
        };
    }

    /// <summary>Makes what a new database of this server would be: with its roles and tablespaces, and without objects.</summary>
    /// <param name="name">The name that it would have.</param>
    /// <param name="facts">The encoding and locale that it would have.</param>
    public TargetDatabase AsNew(string name, BackupDatabase facts)
    {
        var catalog = new Catalog(Catalog.Server);
        foreach (var item in Catalog.Objects)
        {
            if (item is Namespace { IsPublic: true } or Extension { Name: "plpgsql" })
                catalog.Add(item);
        }

        var server = Server with { Database = name, Encoding = facts.Encoding };
        var roles = new Dictionary<string, (bool MayActFor, bool HasPrivileges)>(_roles, StringComparer.Ordinal);
        return new TargetDatabase(server, catalog, facts, Server.Role, roles, MayCreateRoles, _mayActForNewRoles, hasLargeObjects: false)
        {
            Tablespaces = Tablespaces,
            IsNew = true,
        };
    }

    /// <summary>Finds the object that an entry would make.</summary>
    public SchemaObject? Find(BackupEntry entry) =>
        entry.Identity is null ? null : _byIdentity.GetValueOrDefault((entry.Kind, entry.Identity));

    /// <summary>Finds an object by what names it in SQL; for a relation, another kind of the same name will do.</summary>
    public SchemaObject? Find(string identity) => _byName.Value.GetValueOrDefault(identity);

    /// <summary>Finds the table, view or sequence of a name.</summary>
    public SchemaObject? FindRelation(string schema, string name) => _relations.GetValueOrDefault((schema, name));

    public bool HasSchema(string schema) =>
        schema is "pg_catalog" or "information_schema" || Catalog.Objects.Any(o => o.Kind == ObjectKind.Schema && o.Name == schema);

    /// <summary>Notes a role that the restore will make before anything that needs it.</summary>
    public void AddRole(string role) => _roles.Add(role, (_mayActForNewRoles, false));

    public bool HasRole(string role) => _roles.ContainsKey(role);

    /// <summary>Tells whether the restoring role may make <paramref name="role"/> an owner.</summary>
    public bool MayActFor(string role) => Server.IsSuperuser || (_roles.TryGetValue(role, out var rights) && rights.MayActFor);

    /// <summary>Tells whether the restoring role has what <paramref name="role"/> may do, such as altering what it owns.</summary>
    public bool HasPrivilegesOf(string role) => Server.IsSuperuser || (_roles.TryGetValue(role, out var rights) && rights.HasPrivileges);

    private Dictionary<string, SchemaObject> NameObjects()
    {
        var names = new Dictionary<string, SchemaObject>(StringComparer.Ordinal);
        foreach (var item in Catalog.Objects)
            names.TryAdd(item.Identity, item);
        foreach (var relation in Catalog.Objects.OfType<Relation>())
        {
            foreach (var kind in new[] { ObjectKind.Table, ObjectKind.ForeignTable, ObjectKind.View, ObjectKind.MaterializedView })
                names.TryAdd($"{kind.Name()} {relation.QualifiedName}", relation);
        }

        return names;
    }
}
