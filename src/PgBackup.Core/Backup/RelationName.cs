namespace PgBackup.Backup;

/// <summary>A relation of the source database, as far as choosing, reading and locking need it.</summary>
/// <param name="Oid">Its OID.</param>
/// <param name="Schema">Its schema, unquoted.</param>
/// <param name="Name">Its name, unquoted.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
/// <param name="PartitionOf">The OID of the partitioned table that it is a partition of.</param>
/// <param name="CanUseSchema">Whether the role may use the schema.</param>
/// <param name="CanSelect">Whether the role may read the relation, once it may use the schema.</param>
/// <param name="HidesRows">Whether row-level security would hide rows from the role.</param>
/// <param name="ComesWithExtension">Whether an extension makes it with all that it holds.</param>
internal sealed record RelationName(
    uint Oid, string Schema, string Name, char Kind, uint? PartitionOf, bool CanUseSchema, bool CanSelect, bool HidesRows,
    bool ComesWithExtension)
{
    /// <summary>Gets the OID of the table that a sequence belongs to.</summary>
    public uint? OwnedBy { get; init; }

    /// <summary>Gets a value indicating whether it is the sequence of an identity column, which is made with its table.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Gets a value indicating whether the role may read it.</summary>
    public bool CanRead => CanUseSchema && CanSelect;

    /// <summary>Gets a value indicating whether the relation is locked while it is backed up. A lock needs the right to read; what may not
    /// be read has no rows in the backup.</summary>
    public bool IsLockable => Kind is 'r' or 'p' && CanRead && !ComesWithExtension;

    /// <summary>Gets a value indicating whether it holds rows, or a position, of its own that a backup keeps.</summary>
    public bool HoldsData => Kind is 'r' or 'S' && !ComesWithExtension;

    /// <summary>Gets a value indicating whether a backup of its rows, or position, would fail or be a part of them.</summary>
    public bool IsUnreadable => HoldsData && (!CanRead || HidesRows);
}
