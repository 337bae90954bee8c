using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes GRANT and REVOKE.</summary>
internal static class PrivilegeStatements
{
    public static IEnumerable<EntryStatement> Write(string target, IEnumerable<PrivilegeChange> changes, string prefix = "")
    {
        foreach (var change in changes)
        {
            // Only the grantor itself can give in its own name.
            if (change.Grantor is not null)
                yield return new EntryStatement(StatementRole.Privilege, $"SET ROLE {Sql.Identifier(change.Grantor)}");
            var privileges = string.Join(", ", change.Privileges.Select(p =>
                change.Column is null ? p : $"{p} ({Sql.Identifier(change.Column)})"));
            var grantee = change.Grantee is null ? "PUBLIC" : Sql.Identifier(change.Grantee);
            yield return new EntryStatement(StatementRole.Privilege, change.IsGrant
                ? $"{prefix}GRANT {privileges} ON {target} TO {grantee}{(change.WithGrantOption ? " WITH GRANT OPTION" : "")}"
                : $"{prefix}REVOKE {(change.WithGrantOption ? "GRANT OPTION FOR " : "")}{privileges} ON {target} FROM {grantee}");
            if (change.Grantor is not null)
                yield return new EntryStatement(StatementRole.Privilege, "RESET ROLE");
        }
    }
}
