namespace PgBackup.Formats;

/// <summary>The way of large objects into a database: pieces are copied into a temporary table, then put in place by one
/// statement.</summary>
internal static class LargeObjectStaging
{
    public const string TableName = "pg_temp.pgbackup_large_object_piece";

    public const string Create =
        "CREATE TEMPORARY TABLE pgbackup_large_object_piece (loid pg_catalog.oid, piece_offset bigint, data pg_catalog.bytea)";

    public const string Load = $"SELECT pg_catalog.count(pg_catalog.lo_put(loid, piece_offset, data)) FROM {TableName}";

    public const string Empty = $"TRUNCATE {TableName}";

    public const string Drop = $"DROP TABLE {TableName}";

    public static IReadOnlyList<BackupColumn> Columns { get; } =
        [new BackupColumn("loid", "oid"), new BackupColumn("piece_offset", "bigint"), new BackupColumn("data", "bytea")];
}
