using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Says which tables a role may not read, and what helps.</summary>
internal static class Unreadables
{
    private const int NamedAtMost = 10;

    public static PgBackupException Exception(List<RelationName> relations)
    {
        var lines = relations.Take(NamedAtMost).Select(r => $"{Sql.Qualified(r.Schema, r.Name)}: {Remedy(r)}");
        var more = relations.Count > NamedAtMost ? $" and {relations.Count - NamedAtMost} more" : "";
        return new PgBackupException(
            PgBackupErrorCodes.PermissionDenied,
            $"The role may not read {relations.Count} of the tables: {string.Join("; ", lines)}{more}. "
            + "Or leave their rows out with ExcludeData, or let SkipUnreadable do so.")
        {
            ObjectName = Sql.Qualified(relations[0].Schema, relations[0].Name),
        };
    }

    /// <summary>Writes the statement that lets the role read the table.</summary>
    public static string Remedy(RelationName relation) => relation.CanRead
        ? "row-level security hides rows from the role; use the owner of the table, or ALTER ROLE … BYPASSRLS"
        : $"GRANT USAGE ON SCHEMA {Sql.Identifier(relation.Schema)} TO …; GRANT SELECT ON {Sql.Qualified(relation.Schema, relation.Name)} TO …";
}
