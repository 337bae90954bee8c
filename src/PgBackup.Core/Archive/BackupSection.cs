namespace PgBackup;

/// <summary>The part of a backup that an entry belongs to, as in <c>pg_dump --section</c>, and two for what is not in the
/// database.</summary>
public enum BackupSection
{
    /// <summary>Definitions that the data needs: schemas, types, functions, tables, defaults.</summary>
    PreData,

    /// <summary>Rows, sequence positions and large objects.</summary>
    Data,

    /// <summary>What is faster or safer to make when the data is there: indexes, constraints, triggers, rules, privileges.</summary>
    PostData,

    /// <summary>The server's roles, which stand before everything else.</summary>
    Roles,

    /// <summary>Properties of the database itself: settings, comment, owner, privileges, limits. They stand behind all else.</summary>
    Database,
}
