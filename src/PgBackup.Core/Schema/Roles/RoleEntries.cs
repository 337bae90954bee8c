using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Turns a server's roles into entries: all roles, then settings, which may name roles, then memberships and privileges.</summary>
internal static class RoleEntries
{
    /// <summary>The name of the entry with the settings of all roles.</summary>
    public const string AllRoles = "ALL";

    public static IReadOnlyList<EntryDraft> Build(ServerRoles roles)
    {
        var made = roles.Roles.ToDictionary(r => r.Name, Definition, StringComparer.Ordinal);
        var entries = new List<EntryDraft>(made.Values);
        entries.AddRange(roles.Roles.Where(r => r.Settings.Count > 0).Select(r => Settings(r, made)));
        entries.AddRange(roles.MembershipsInOrderOfGranting().Select(m => Membership(m, made)));
        foreach (var (parameter, changes) in roles.ParameterPrivileges)
            entries.AddRange(changes.Select(c => ParameterPrivilege(parameter, c, made)));
        if (roles.Settings.Count > 0)
            entries.Add(SettingsOfAll(roles.Settings));
        return entries;
    }

    private static EntryDraft Definition(Role role)
    {
        var statements = new StatementList();
        role.WriteDefinition(statements);
        return Entry(ObjectKind.Role, role.Name, statements, role.Identity, $"DROP {role.Identity}");
    }

    private static EntryDraft Settings(Role role, Dictionary<string, EntryDraft> made)
    {
        var statements = new StatementList();
        role.WriteSettings(statements);
        return Needing(Entry(ObjectKind.RoleSettings, role.Name, statements), made, role.Name);
    }

    private static EntryDraft Membership(RoleMembership membership, Dictionary<string, EntryDraft> made)
    {
        var statements = new StatementList();
        statements.Add(membership.Statement, StatementRole.Privilege);
        return Needing(
            Entry(ObjectKind.RoleMembership, $"{membership.Member} in {membership.Role}", statements, drop: membership.RevokeStatement),
            made,
            membership.Role,
            membership.Member);
    }

    private static EntryDraft ParameterPrivilege(string parameter, PrivilegeChange change, Dictionary<string, EntryDraft> made)
    {
        // SET ROLE, the change and RESET ROLE are one statement here, so that they stand or fall together.
        var changes = PrivilegeStatements.Write($"PARAMETER {ConfigurationSetting.QuoteName(parameter)}", [change]);
        var body = string.Join(";\n    ", changes.Select(s => s.Text));
        var statements = new StatementList();
        var condition = change.Grantee is { } role ? GuardedStatement.IsMade(role) : null;
        statements.Add(GuardedStatement.Write($"privileges on PARAMETER {parameter}", body, condition), StatementRole.Privilege);
        var entry = Entry(ObjectKind.Acl, $"PARAMETER {parameter}", statements);
        return change.Grantee is { } grantee ? Needing(entry, made, grantee) : entry;
    }

    // What the server sets for all roles already stays, as roles do.
    private static EntryDraft SettingsOfAll(List<ConfigurationSetting> settings)
    {
        var statements = new StatementList();
        foreach (var setting in settings)
        {
            var isUnset = $"""
                NOT EXISTS (
                      SELECT FROM pg_catalog.pg_db_role_setting s
                      CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                      WHERE s.setdatabase = 0 AND s.setrole = 0 AND pg_catalog.split_part(c.setting, '=', 1) = {Sql.Literal(setting.Name)})
                """;
            var (subject, body) = ($"ALTER ROLE ALL SET {setting.Name}", $"ALTER ROLE ALL {setting.SetClause}");
            statements.Add(GuardedStatement.Write(subject, body, isUnset), StatementRole.Setting);
        }

        return Entry(ObjectKind.RoleSettings, AllRoles, statements);
    }

    private static EntryDraft Entry(
        ObjectKind kind, string name, StatementList statements, string? identity = null, string? drop = null) => new()
        {
            Kind = kind,
            Name = name,
            Section = BackupSection.Roles,
            Statements = statements.Statements,
            Identity = identity,
            Drop = drop,
        };

    private static EntryDraft Needing(EntryDraft entry, Dictionary<string, EntryDraft> made, params string[] roles)
    {
        entry.Dependencies.UnionWith(roles.Select(made.GetValueOrDefault).OfType<EntryDraft>());
        return entry;
    }
}
