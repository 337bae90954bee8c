namespace PgBackup.Restore;

/// <summary>How a step of a restore locks a table: the server's lock modes ("Explicit Locking" in the manual), the weakest first.</summary>
internal enum TableLock
{
    AccessShare,

    /// <summary>The proof of a foreign key, on the table that it refers to.</summary>
    RowShare,

    /// <summary>The loading of rows.</summary>
    RowExclusive,

    /// <summary>The proof of a foreign key, on its own table.</summary>
    ShareUpdateExclusive,

    /// <summary>The making of an index.</summary>
    Share,

    /// <summary>The making of a foreign key, on both tables.</summary>
    ShareRowExclusive,

    AccessExclusive,
}
