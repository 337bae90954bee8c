using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A data type of any kind.</summary>
internal abstract class UserType : SchemaObject
{
    private ShellType? _shell;

    public override ObjectKind Kind => ObjectKind.Type;

    public string QualifiedName => Sql.Qualified(Schema, Name);

    public override string Identity => $"TYPE {QualifiedName}";

    public override string PrivilegeTarget => $"TYPE {QualifiedName}";

    public override SchemaObject? Shell => _shell;

    /// <summary>Adds the type with its array type, which has no definition of its own.</summary>
    public static void AddTo(Catalog catalog, UserType type, uint arrayType)
    {
        catalog.Add(type);
        if (arrayType != 0)
            catalog.AddAlias(new ObjectAddress(CatalogOid.Type, arrayType), type);
    }

    /// <summary>Gives the type a shell, which joins the catalog only where the sorter needs it to break a loop.</summary>
    public void AddShell(Catalog catalog, uint schema)
    {
        _shell = new ShellType { Type = this, Address = default, Schema = Schema, Name = Name, Owner = Owner };
        if (catalog.Find<Namespace>(CatalogOid.Schema, schema) is { } container)
            _shell.Dependencies.Add(container);
    }
}
