namespace PgBackup.Backup;

/// <summary>A relation of the source database, as far as choosing and locking need it.</summary>
/// <param name="Oid">Its OID.</param>
/// <param name="Schema">Its schema, unquoted.</param>
/// <param name="Name">Its name, unquoted.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
/// <param name="PartitionOf">The OID of the partitioned table that it is a partition of.</param>
/// <param name="CanRead">Whether the role may read all its rows.</param>
/// <param name="HidesRows">Whether row-level security would hide rows from the role.</param>
internal sealed record RelationName(uint Oid, string Schema, string Name, char Kind, uint? PartitionOf, bool CanRead, bool HidesRows)
{
    /// <summary>Gets a value indicating whether the relation is locked while it is backed up.</summary>
    public bool IsLockable => Kind is 'r' or 'p';
}
