namespace PgBackup;

/// <summary>What happens to objects that a restore does not hold and that depend on a table that it drops.</summary>
public enum DependentsAction
{
    /// <summary>They stand in the way: the restore is refused, and the conflicts name them.</summary>
    Error,

    /// <summary>They are dropped with the table and made again after the restore, as they were in the target: definition, owner,
    /// privileges, comments and security labels; materialized views are refreshed. What cannot be made again undoes the whole
    /// restore.</summary>
    Recreate,
}
