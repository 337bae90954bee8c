using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds the roles that statements name and the server lacks, or that the restoring role may not act for.</summary>
internal sealed class RoleCheck(RestoreSettings settings, TargetDatabase target, Func<int, BackupEntry> entries, PlanFindings findings)
    : IStatementCheck
{
    private readonly SortedDictionary<string, RoleUses> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _userMappings = new(StringComparer.Ordinal);

    public void See(SurveyedEntry entry)
    {
        if (entry.Entry.Section == BackupSection.Roles)
            return;
        if (entry.Entry.Kind == ObjectKind.Policy.Name())
            SeePolicy(entry);
        else if (entry.Entry.Kind == ObjectKind.UserMapping.Name())
            SeeUserMapping(entry);
        SeeOwner(entry);
        SeePrivileges(entry);
    }

    public void Complete()
    {
        foreach (var (from, to) in settings.RoleMap.Roles.Where(r => !target.HasRole(r.Value)))
        {
            var role = Sql.Identifier(to);
            findings.Refuse(
                PgBackupErrorCodes.RoleNotFound,
                role,
                $"Role {role}, which RoleMapping puts in the place of {Sql.Identifier(from)}, does not exist on the server. "
                + $"CREATE ROLE {role} first.");
        }

        var mapped = settings.RoleMap.Roles.Select(r => r.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (role, uses) in _uses.Where(u => target.HasRole(u.Key) || !mapped.Contains(u.Key)))
            Tell(Sql.Identifier(role), target.HasRole(role), uses);
    }

    private void Tell(string role, bool exists, RoleUses uses)
    {
        var me = Sql.Identifier(target.Server.Role);
        var (code, why, wayOut) = exists
            ? (PgBackupErrorCodes.PermissionDenied, $"role {me} may not act for it", $"GRANT {role} TO {me}, or restore as a superuser.")
            : (
                PgBackupErrorCodes.RoleNotFound,
                "it does not exist on the server",
                $"CREATE ROLE {role} first, or let RoleMapping name another one.");
        Report(settings.Owners, uses.Owned, $"Role {role} does not become the owner of {{0}}: {why}.");
        Report(settings.Privileges, uses.Privileges, $"Privileges of role {role} are left out on {{0}}: {why}.");
        Report(settings.Privileges, uses.Settings, $"Settings of role {role} are left out for {{0}}: {why}.");
        Report(settings.Privileges, uses.Policies, $"Role {role} is left out of {{0}}: {why}.");
        Report(settings.Privileges, uses.Objects, $"{{0}} of role {role} left out: {why}.");

        void Report(RestoreOwnership ownership, IReadOnlyList<string> names, string message)
        {
            if (names.Count == 0)
                return;
            var text = message.Replace("{0}", string.Join(", ", names.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
            if (ownership == RestoreOwnership.Require)
                findings.Refuse(code, role, $"{text} {wayOut}");
            else
                findings.Warn(text);
        }
    }

    private void SeeOwner(SurveyedEntry entry)
    {
        if (settings.Owners == RestoreOwnership.Skip || entry.Entry.Owner is not { } owner
            || (target.MayActFor(owner) && target.HasRole(owner)))
            return;
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            if (entry.Statements[i].Role != StatementRole.Owner)
                continue;
            Uses(owner).Owned.Add(Name(entry.Entry));
            entry.LeaveOut(i);
        }
    }

    private void SeePrivileges(SurveyedEntry entry)
    {
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            var (role, text) = entry.Statements[i];
            if (role == StatementRole.Setting && RoleReferences.Find(text).FirstOrDefault(r => !target.HasRole(r)) is { } unset)
            {
                Uses(unset).Settings.Add(Name(entry.Entry));
                entry.LeaveOut(i);
            }

            if (role != StatementRole.Privilege || settings.Privileges == RestoreOwnership.Skip)
                continue;
            // SET ROLE, what is done as that role, and RESET ROLE stand or fall together.
            var last = IsSetRole(text) ? Math.Min(i + 2, entry.Statements.Count - 1) : i;
            if (FindLacking(entry, i, last) is { } lacking)
            {
                Uses(lacking).Privileges.Add(Name(entry.Entry));
                for (var j = i; j <= last; j++)
                    entry.LeaveOut(j);
            }

            i = last;
        }
    }

    private string? FindLacking(SurveyedEntry entry, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            var text = entry.Statements[i].Text;
            var roles = RoleReferences.Find(text);
            if (roles.FirstOrDefault(r => !target.HasRole(r)) is { } missing)
                return missing;
            if (Actor(text) is { } actor && !target.MayActFor(actor))
                return actor;
        }

        return null;
    }

    // Who must be acted for, rather than be given something.
    private static string? Actor(string text)
    {
        if (IsSetRole(text))
            return RoleReferences.Find(text).First();
        const string Default = "ALTER DEFAULT PRIVILEGES FOR ROLE ";
        return text.StartsWith(Default, StringComparison.Ordinal) ? SqlTokens.Read(text)[5].Name(text) : null;
    }

    private static bool IsSetRole(string text) => text.StartsWith("SET ROLE ", StringComparison.Ordinal);

    // A policy for nobody else would be one for all.
    private void SeePolicy(SurveyedEntry entry)
    {
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            var text = entry.Statements[i].Text;
            var missing = RoleReferences.Find(text).Where(r => !target.HasRole(r)).ToList();
            if (missing.Count == 0)
                continue;
            foreach (var role in missing)
                Uses(role).Policies.Add(Name(entry.Entry));
            if (RoleReferences.Replace(text, r => target.HasRole(r) ? r : null) is { } rest)
                entry.Replace(i, rest);
            else
                entry.LeaveOutAll();
        }
    }

    private void SeeUserMapping(SurveyedEntry entry)
    {
        foreach (var role in entry.Statements.SelectMany(s => RoleReferences.Find(s.Text)).Where(r => !target.HasRole(r)).ToList())
        {
            Uses(role).Objects.Add(Name(entry.Entry));
            entry.LeaveOutAll();
        }

        if (entry.Entry.Identity is { } identity && !_userMappings.Add(identity))
        {
            findings.Refuse(
                PgBackupErrorCodes.RestoreFailed,
                identity,
                $"{identity} would be made twice, as RoleMapping maps two roles to one. Map one of them to another role.");
        }
    }

    private RoleUses Uses(string role)
    {
        if (!_uses.TryGetValue(role, out var uses))
            _uses.Add(role, uses = new RoleUses());
        return uses;
    }

    // Privileges are about what they are granted on.
    private string Name(BackupEntry entry)
    {
        if (entry.Section == BackupSection.Database)
            return $"DATABASE {Sql.Identifier(target.Server.Database)}";
        if (entry.Kind == ObjectKind.DefaultAcl.Name())
            return entry.Schema is null ? "objects made later" : $"objects made later in schema {Sql.Identifier(entry.Schema)}";
        return entry.Identity ?? entry.Dependencies.Select(d => entries(d).Identity).FirstOrDefault(i => i is not null)
            ?? Sql.Qualified(entry.Schema, entry.Name);
    }

    private sealed class RoleUses
    {
        public List<string> Owned { get; } = [];

        public List<string> Privileges { get; } = [];

        public List<string> Settings { get; } = [];

        public List<string> Policies { get; } = [];

        public List<string> Objects { get; } = [];
    }
}
