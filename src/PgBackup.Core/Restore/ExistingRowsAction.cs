namespace PgBackup;

/// <summary>How restored rows meet the rows of a table that exists.</summary>
public enum ExistingRowsAction
{
    /// <summary>A table that has rows is a conflict: nothing is restored.</summary>
    Error,

    /// <summary>Rows are added; a row that breaks a unique constraint fails the restore.</summary>
    Append,

    /// <summary>The table is emptied first, within the same transaction.</summary>
    Replace,

    /// <summary>A row whose primary key exists replaces that row; others are added. The table needs a primary key.</summary>
    Merge,
}
