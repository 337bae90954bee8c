namespace PgBackup.Postgres;

/// <summary>The schemas that the library makes in a database.</summary>
internal static class OwnSchemas
{
    /// <summary>Holds history and schedules; no backup has it unless it is asked to.</summary>
    public const string History = "pgbackup";

    /// <summary>Is there only while a restore in pieces is under way; no backup has it.</summary>
    public const string Restore = "pgbackup_restore";
}
