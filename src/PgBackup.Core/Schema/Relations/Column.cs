namespace PgBackup.Schema;

/// <summary>A column of a relation.</summary>
internal sealed class Column
{
    /// <summary>Gets <c>attnum</c>.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets the type as <c>format_type</c> writes it.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the quoted, qualified collation where it differs from the type's; null otherwise.</summary>
    public string? Collation { get; init; }
}
