using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Says what messages call an entry.</summary>
internal static class EntryTitle
{
    public static string Of(BackupEntry entry) => $"{entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)}";
}
