namespace PgBackup;

/// <summary>The part of a backup that an entry belongs to, as in <c>pg_dump --section</c>.</summary>
public enum BackupSection
{
    /// <summary>Definitions that the data needs: schemas, types, functions, tables, defaults.</summary>
    PreData,

    /// <summary>Rows, sequence positions and large objects.</summary>
    Data,

    /// <summary>What is faster or safer to make when the data is there: indexes, constraints, triggers, rules, privileges.</summary>
    PostData,
}
