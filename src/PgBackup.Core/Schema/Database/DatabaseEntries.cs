using System.Globalization;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Turns a database's properties into entries. They come last: limits and revoked privileges apply from then on.</summary>
/// <remarks>Statements name the database that they run in, never the one that they were read from. What cannot be set in a transaction, or
/// of the database that a session is in, is left out: the tablespace, and that no connections are allowed.</remarks>
internal static class DatabaseEntries
{
    public static IReadOnlyList<EntryDraft> Build(DatabaseProperties properties)
    {
        var statements = new StatementList();
        WriteProperties(properties, statements);
        var entry = Entry(ObjectKind.DatabaseProperties, properties, statements);
        var privileges = new StatementList();
        WritePrivileges(properties, privileges);
        if (privileges.Statements.Count == 0)
            return [entry];
        var acl = Entry(ObjectKind.Acl, properties, privileges);
        acl.Dependencies.Add(entry);
        return [entry, acl];
    }

    // The owner last: who gives the database away may have no say in it any more.
    private static void WriteProperties(DatabaseProperties properties, StatementList statements)
    {
        foreach (var (role, setting) in properties.Settings)
        {
            var before = role is null ? "ALTER DATABASE" : $"ALTER ROLE {Sql.Identifier(role)} IN DATABASE";
            Add($"{before} SET {setting.Name}", before, setting.SetClause, StatementRole.Setting);
        }

        if (properties.ConnectionLimit != -1)
        {
            var limit = properties.ConnectionLimit.ToString(CultureInfo.InvariantCulture);
            Add("ALTER DATABASE CONNECTION LIMIT", "ALTER DATABASE", $"CONNECTION LIMIT {limit}", StatementRole.Definition);
        }

        if (properties.IsTemplate)
            Add("ALTER DATABASE IS_TEMPLATE", "ALTER DATABASE", "IS_TEMPLATE true", StatementRole.Definition);
        if (properties.Comment is not null)
            Add("COMMENT ON DATABASE", "COMMENT ON DATABASE", $"IS {Sql.Literal(properties.Comment)}", StatementRole.Comment);
        foreach (var (provider, label) in properties.SecurityLabels)
        {
            var before = $"SECURITY LABEL FOR {Sql.Identifier(provider)} ON DATABASE";
            Add(before, before, $"IS {Sql.Literal(label)}", StatementRole.SecurityLabel);
        }

        var owner = $"OWNER TO {Sql.Identifier(properties.Owner)}";
        Add($"ALTER DATABASE {owner}", "ALTER DATABASE", owner, StatementRole.Owner);

        void Add(string subject, string before, string after, StatementRole role) =>
            statements.Add(GuardedStatement.Write(subject, GuardedStatement.ExecuteOnDatabase(before, after)), role);
    }

    private static void WritePrivileges(DatabaseProperties properties, StatementList statements)
    {
        foreach (var change in properties.PrivilegeChanges)
        {
            var grantee = change.Grantee is null ? "PUBLIC" : Sql.Identifier(change.Grantee);
            var privileges = string.Join(", ", change.Privileges);
            var body = change.IsGrant
                ? GuardedStatement.ExecuteOnDatabase(
                    $"GRANT {privileges} ON DATABASE", $"TO {grantee}{(change.WithGrantOption ? " WITH GRANT OPTION" : "")}")
                : GuardedStatement.ExecuteOnDatabase(
                    $"REVOKE {(change.WithGrantOption ? "GRANT OPTION FOR " : "")}{privileges} ON DATABASE", $"FROM {grantee}");
            if (change.Grantor is not null)
                body = $"SET ROLE {Sql.Identifier(change.Grantor)};\n  {body};\n  RESET ROLE";
            statements.Add(GuardedStatement.Write($"privileges of {grantee} on DATABASE", body), StatementRole.Privilege);
        }
    }

    private static EntryDraft Entry(ObjectKind kind, DatabaseProperties properties, StatementList statements) => new()
    {
        Kind = kind,
        Name = properties.Name,
        Owner = properties.Owner,
        Section = BackupSection.Database,
        Statements = statements.Statements,
    };
}
