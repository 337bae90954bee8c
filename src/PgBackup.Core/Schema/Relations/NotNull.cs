namespace PgBackup.Schema;

/// <summary>The NOT NULL of a column; since PostgreSQL 18 a constraint with a name.</summary>
internal sealed class NotNull
{
    /// <summary>Gets the constraint's OID; 0 before 18.</summary>
    public uint ConstraintOid { get; init; }

    /// <summary>Gets the constraint's name; null before 18.</summary>
    public string? Name { get; init; }

    /// <summary>Gets a value indicating whether the server would choose the very same name.</summary>
    public bool HasDefaultName { get; init; } = true;

    /// <summary>Gets or sets a value indicating whether the relation declares it itself; before 18, nobody knows.</summary>
    public bool IsLocal { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether it is a partition's own only until the partition is attached, which must then wait
    /// for the parent's, that is added later.</summary>
    public bool IsLocalUntilAttached { get; set; }

    public bool IsNoInherit { get; init; }

    /// <summary>Gets a value indicating whether it is known to hold for all rows.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>Gets or sets a value indicating whether the table is made without it: one that is not valid is added behind the data, and
    /// with it what children have from there.</summary>
    public bool IsAddedLater { get; set; }
}
