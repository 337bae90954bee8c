namespace PgBackup.Restore;

/// <summary>A step that workers may do at the same time as others: the rows of a table, an index, a key.</summary>
internal sealed class WorkNode
{
    public required BackupEntry Entry { get; init; }

    /// <summary>Gets how much there is to do, roughly.</summary>
    public required long Weight { get; init; }

    /// <summary>Gets the steps that come before this one.</summary>
    public required IReadOnlyList<WorkNode> Needs { get; init; }

    /// <summary>Gets the table that nobody else may work at meanwhile, by its entry's id; null where others may.</summary>
    public required int? Exclusive { get; init; }

    /// <summary>Gets the tables that others may work at, but none may have for itself.</summary>
    public required IReadOnlyCollection<int> Shared { get; init; }

    public WorkState State { get; set; }
}
