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

    /// <summary>Gets a value indicating whether the relation declares the column itself; it may inherit it as well.</summary>
    public bool IsLocal { get; init; } = true;

    /// <summary>Gets a value indicating whether a parent has the column too.</summary>
    public bool IsInherited { get; init; }

    /// <summary>Gets how the column refuses nulls, or null where it accepts them.</summary>
    public NotNull? NotNull { get; init; }

    /// <summary>Gets <c>attidentity</c>: 'a' for ALWAYS, 'd' for BY DEFAULT, '\0' for neither.</summary>
    public char Identity { get; init; }

    /// <summary>Gets <c>attgenerated</c>: 's' for STORED, 'v' for VIRTUAL, '\0' for an ordinary column.</summary>
    public char Generated { get; init; }

    /// <summary>Gets or sets the expression of a generated column; filled by the default reader.</summary>
    public string? GenerationExpression { get; set; }

    /// <summary>Gets or sets the column's default; filled by the default reader.</summary>
    public Default? Default { get; set; }

    /// <summary>Gets the statistics target; null for the server's default.</summary>
    public int? StatisticsTarget { get; init; }

    /// <summary>Gets <c>attstorage</c>.</summary>
    public char Storage { get; init; }

    /// <summary>Gets the storage that the column's type asks for.</summary>
    public char TypeStorage { get; init; }

    /// <summary>Gets <c>attcompression</c>: 'p' for pglz, 'l' for lz4, '\0' for the server's default.</summary>
    public char Compression { get; init; }

    /// <summary>Gets the planner's options (<c>n_distinct=…</c>).</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Gets the options for the foreign data wrapper (<c>name=value</c>).</summary>
    public string[] ForeignOptions { get; init; } = [];

    public bool IsGenerated => Generated != '\0';
}
