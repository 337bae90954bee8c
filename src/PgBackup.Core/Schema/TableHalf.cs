namespace PgBackup.Schema;

/// <summary>One half of the tables. What is slow to read is read in halves, one by each connection: a server process makes itself a picture
/// of each table whose definitions it writes, so what concerns a table is best asked of the same one.</summary>
internal enum TableHalf
{
    First = 0,
    Second = 1,
}
