namespace PgBackup.Schema;

/// <summary>The NOT NULL of a column; since PostgreSQL 18 a constraint with a name.</summary>
internal sealed class NotNull
{
    /// <summary>Gets the constraint's name; null before 18.</summary>
    public string? Name { get; init; }

    /// <summary>Gets a value indicating whether the server would choose the very same name.</summary>
    public bool HasDefaultName { get; init; } = true;

    /// <summary>Gets a value indicating whether the relation declares it itself; before 18, nobody knows.</summary>
    public bool IsLocal { get; init; } = true;

    public bool IsNoInherit { get; init; }

    /// <summary>Gets a value indicating whether it is in force for all rows; one that is NOT VALID is added behind the data.</summary>
    public bool IsValid { get; init; } = true;
}
