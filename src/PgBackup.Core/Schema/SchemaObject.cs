using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>One object of the source database: what the catalog says of it, and the statements that make it again.</summary>
/// <remarks>A kind's class holds its facts (filled by its reader) and writes its DDL. Dependencies, comments, owners, privileges and
/// security labels are read and written by the engine for all kinds alike.</remarks>
internal abstract class SchemaObject
{
    // Most objects have none of these, and there can be a hundred thousand objects. (Lists are named as what they are read as below, so
    // that none is made to stand for null.)
    private List<SchemaObject>? _dependsOnExtensions;
    private List<(string Identity, string Text)>? _comments;
    private List<(string Identity, string Provider, string Label)>? _securityLabels;
    private List<PrivilegeChange>? _privilegeChanges;

    /// <summary>Gets the row of the system catalog that the object is.</summary>
    public required ObjectAddress Address { get; init; }

    /// <summary>Gets the kind.</summary>
    public abstract ObjectKind Kind { get; }

    /// <summary>Gets the schema that holds the object (of its table, for an index, trigger, …), unquoted; null where there is
    /// none.</summary>
    public string? Schema { get; init; }

    /// <summary>Gets the bare name, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the owner's role name, unquoted; null where the kind has no owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets or sets the relation that the object is a part of (the table of an index, trigger, constraint, policy, default,
    /// …).</summary>
    public SchemaObject? Relation { get; set; }

    /// <summary>Gets or sets which parts of the object are backed up.</summary>
    public ObjectParts Parts { get; set; } = ObjectParts.All;

    /// <summary>Gets or sets the object whose own definition carries this one (a column default within CREATE TABLE); null when it
    /// stands alone. The sorter clears it to break a loop, so a container writes only the children that are still inline.</summary>
    public SchemaObject? InlineIn { get; set; }

    /// <summary>Gets a value indicating whether an inline object can be written on its own as well; a generated column's expression
    /// cannot.</summary>
    public virtual bool CanStandAlone => true;

    /// <summary>Gets what a type's input and output functions refer to before the type itself is complete; null for other
    /// objects.</summary>
    public virtual SchemaObject? Shell => null;

    /// <summary>Turns the object into a provisional form that needs only its columns' types, and returns a new object that gives it its
    /// real definition afterwards; null where the kind has no such form. Only views have.</summary>
    public virtual SchemaObject? SplitForLoop() => null;

    /// <summary>Gets the extension that the object is a member of; its definition is then left to the extension.</summary>
    public SchemaObject? Extension { get; set; }

    /// <summary>Gets the extensions that take the object along when they are dropped (<c>ALTER … DEPENDS ON EXTENSION</c>).</summary>
    public IReadOnlyList<SchemaObject> DependsOnExtensions => (IReadOnlyList<SchemaObject>?)_dependsOnExtensions ?? [];

    /// <summary>Gets the comment that the object is made with; null for none.</summary>
    public virtual string? InitialComment => null;

    /// <summary>Gets the comments, by what names the commented thing in <c>COMMENT ON</c>; filled by the engine.</summary>
    public IReadOnlyList<(string Identity, string Text)> Comments =>
        (IReadOnlyList<(string Identity, string Text)>?)_comments ?? [];

    /// <summary>Gets the security labels; filled by the engine.</summary>
    public IReadOnlyList<(string Identity, string Provider, string Label)> SecurityLabels =>
        (IReadOnlyList<(string Identity, string Provider, string Label)>?)_securityLabels ?? [];

    /// <summary>Gets the differences between the object's privileges and those that it is made with; filled by the engine.</summary>
    public IReadOnlyList<PrivilegeChange> PrivilegeChanges => (IReadOnlyList<PrivilegeChange>?)_privilegeChanges ?? [];

    /// <summary>Gets or sets the section; the sorter moves an object behind the data when it needs something that is.</summary>
    public BackupSection Section { get; set; }

    /// <summary>Gets the objects that must exist before this one.</summary>
    public ReferenceSet<SchemaObject> Dependencies { get; } = new();

    /// <summary>Gets a tie-breaker behind kind, schema and name: a function's arguments, a constraint's table, …</summary>
    public virtual string SortSuffix => Relation?.Name ?? "";

    /// <summary>Gets what names the object in <c>COMMENT ON …</c>, quoted, for instance <c>TABLE public.t</c> or
    /// <c>TRIGGER x ON public.t</c>.</summary>
    public abstract string Identity { get; }

    /// <summary>Gets the statement that makes <paramref name="role"/> (unquoted) the owner; null where the kind has no owner.</summary>
    public virtual string? OwnerStatement(string role) => $"ALTER {Identity} OWNER TO {Sql.Identifier(role)}";

    /// <summary>Gets the statement that drops the object, or null where dropping another object does it.</summary>
    public virtual string? DropStatement => $"DROP {Identity}";

    /// <summary>Gets what <c>GRANT … ON</c> calls the object, for instance <c>TABLE public.t</c>; privileges on columns are the engine's
    /// matter.</summary>
    public virtual string PrivilegeTarget => Identity;

    /// <summary>Gets what <c>ALTER … DEPENDS ON EXTENSION</c> calls the object.</summary>
    public virtual string ExtensionDependencyTarget => Identity;

    /// <summary>Gets every address that may carry a comment or a security label, with what names it there: the object and its
    /// columns.</summary>
    public virtual IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [(Address, Identity)];

    /// <summary>Gets a value indicating whether <see cref="WriteDefinition"/> always writes a definition, so that it need not be called
    /// to see whether there is one.</summary>
    public virtual bool AlwaysHasDefinition => false;

    /// <summary>Writes the statements that make the object, without owner, privileges, comments and labels.</summary>
    public abstract void WriteDefinition(StatementList statements);

    public void AddDependsOnExtension(SchemaObject extension) => (_dependsOnExtensions ??= []).Add(extension);

    public void AddComment(string identity, string text) => (_comments ??= []).Add((identity, text));

    public void AddSecurityLabel(string identity, string provider, string label) =>
        (_securityLabels ??= []).Add((identity, provider, label));

    public void AddPrivilegeChanges(IEnumerable<PrivilegeChange> changes) => (_privilegeChanges ??= []).AddRange(changes);

    // Identity of the reference, hashed by address: objects fill many sets, and the runtime's own hash codes are slow to make.
    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public sealed override int GetHashCode() => (int)((Address.ObjectId * 31) + Address.Catalog);

    public override string ToString() => Identity;
}
