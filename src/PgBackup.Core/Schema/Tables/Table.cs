namespace PgBackup.Schema;

/// <summary>An ordinary or partitioned table.</summary>
internal class Table : Relation
{
    public override ObjectKind Kind => ObjectKind.Table;

    public override string Identity => $"TABLE {QualifiedName}";

    public override string AlterOnly => $"ALTER TABLE ONLY {QualifiedName}";

    /// <summary>Gets the major of the server, whose rules of inheritance decide how the table is written.</summary>
    public required int ServerMajor { get; init; }

    /// <summary>Gets the partition key (<c>LIST (a)</c>); null where the table is not partitioned.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Gets <c>FOR VALUES …</c> or <c>DEFAULT</c>; null where the table is no partition.</summary>
    public string? PartitionBound { get; init; }

    /// <summary>Gets a value indicating whether the partition key is a hash that another database may compute otherwise.</summary>
    public bool HasUnstableHash { get; init; }

    public bool IsUnlogged { get; init; }

    /// <summary>Gets the composite type of a typed table, as <c>format_type</c> writes it.</summary>
    public string? OfType { get; init; }

    /// <summary>Gets the access method where it must be named: it is not heap, or belongs to a partitioned table.</summary>
    public string? AccessMethod { get; init; }

    /// <summary>Gets the tablespace where it is not the database's.</summary>
    public string? Tablespace { get; init; }

    /// <summary>Gets the storage parameters (<c>name=value</c>).</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Gets the storage parameters of the TOAST table.</summary>
    public string[] ToastOptions { get; init; } = [];

    /// <summary>Gets <c>relreplident</c>.</summary>
    public char ReplicaIdentity { get; init; } = 'd';

    /// <summary>Gets the parents, in the order of inheritance; a partition has one.</summary>
    public List<Table> Parents { get; } = [];

    /// <summary>Gets the check constraints that a child only inherits; those of a partition are among
    /// <see cref="InlineConstraints"/>.</summary>
    public List<InheritedCheck> InheritedChecks { get; } = [];

    /// <summary>Gets the constraints that may stand in CREATE TABLE (each an <see cref="IInlineConstraint"/>), in the order of their
    /// names. Those whose <see cref="SchemaObject.InlineIn"/> is no longer this table are skipped.</summary>
    public List<SchemaObject> InlineConstraints { get; } = [];

    public bool IsPartitioned => PartitionKey is not null;

    public bool IsPartition => PartitionBound is not null;

    /// <summary>Gets the uppermost table above this partition whose hash may send rows to another partition; null where there is
    /// none.</summary>
    public Table? LoadThrough
    {
        get
        {
            Table? found = null;
            for (var table = this; table.IsPartition && table.Parents is [var parent]; table = parent)
            {
                if (parent.HasUnstableHash)
                    found = parent;
            }

            return found;
        }
    }

    /// <summary>Gets the columns whose values are copied: generated ones come by themselves.</summary>
    public IEnumerable<Column> CopyColumns => Columns.Where(c => !c.IsGenerated);

    /// <summary>Gets what the server calls this kind of table: <c>TABLE</c> or <c>FOREIGN TABLE</c>.</summary>
    public virtual string Keyword => "TABLE";

    /// <summary>Tells whether the table's own CREATE lists the column: a partition is made apart from its parent and lists all.</summary>
    public bool Declares(Column column) => column.IsLocal || IsPartition;

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements) => new TableDefinition(this).Write(statements);
}
