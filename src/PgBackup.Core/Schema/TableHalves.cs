namespace PgBackup.Schema;

/// <summary>Writes which half of the tables a query is about.</summary>
internal static class TableHalves
{
    /// <summary>Returns the condition that the table whose OID <paramref name="table"/> is belongs to the half.</summary>
    // OIDs alone may all be even: each table of a series may have taken the same number of them.
    public static string Holds(this TableHalf half, string table) => $"(pg_catalog.hashoid({table}) & 1) = {(int)half}";
}
