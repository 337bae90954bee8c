using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>The rows of one table on their way into the artifact.</summary>
internal sealed class TableCopy
{
    public required BackupTable Table { get; init; }

    /// <summary>Gets the table as a statement names it; null for large objects, which need no lock.</summary>
    public required string? LockName { get; init; }

    /// <summary>Gets the COPY statements whose results, one behind the other, are the rows.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>Gets how many bytes to expect, for progress.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>Gets the table that the rows are of; null for large objects.</summary>
    public SchemaObject? Source { get; init; }

    /// <summary>Makes a copy of it that does not hold on to the catalog.</summary>
    public TableCopy WithoutSource() =>
        new() { Table = Table, LockName = LockName, Statements = Statements, EstimatedBytes = EstimatedBytes };
}
