using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>The roles that a restore names instead of those of the backup.</summary>
internal sealed class RoleMap
{
    public static readonly RoleMap None = new(new Dictionary<string, string>());

    private readonly Dictionary<string, string> _targets;

    private RoleMap(IDictionary<string, string> targets) => _targets = new Dictionary<string, string>(targets, StringComparer.Ordinal);

    public bool IsEmpty => _targets.Count == 0;

    /// <summary>Gets the roles of the backup, and those that they become.</summary>
    public IEnumerable<KeyValuePair<string, string>> Roles => _targets.OrderBy(t => t.Key, StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A name is empty, or is that of no role.</exception>
    public static RoleMap From(IDictionary<string, string> targets)
    {
        foreach (var name in targets.SelectMany(t => new[] { t.Key, t.Value }))
        {
            if (string.IsNullOrEmpty(name) || name.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException("RoleMapping maps names of roles, and one is empty or holds a NUL.", nameof(targets));
            if (name is "public" or "none")
                throw new ArgumentException(
                    $"RoleMapping maps names of roles, as they stand without quotes, and '{name}' is none.", nameof(targets));
        }

        return new RoleMap(targets);
    }

    /// <summary>Gets the role to name instead.</summary>
    public string Map(string role) => _targets.GetValueOrDefault(role, role);

    /// <summary>Puts the roles into a statement.</summary>
    public string Apply(string statement) => IsEmpty ? statement : RoleReferences.Replace(statement, Map)!;

    /// <summary>Puts the roles into what the manifest tells of entries.</summary>
    public BackupManifest Apply(BackupManifest manifest) =>
        IsEmpty ? manifest : manifest with { Entries = [.. manifest.Entries.Select(Apply)] };

    /// <summary>Insists that the backup knows the roles that are mapped.</summary>
    /// <exception cref="PgBackupException"><c>role_not_found</c>.</exception>
    public void Require(string backupId, IReadOnlySet<string> known)
    {
        foreach (var (role, _) in Roles)
        {
            if (known.Contains(role))
                continue;
            throw new PgBackupException(
                PgBackupErrorCodes.RoleNotFound,
                $"Backup '{backupId}' names no role {Sql.Identifier(role)}, which RoleMapping maps.{NearestNames.Suggest(role, known)}")
            {
                BackupId = backupId,
                ObjectName = Sql.Identifier(role),
            };
        }
    }

    private BackupEntry Apply(BackupEntry entry)
    {
        var isMapping = entry.Kind == ObjectKind.UserMapping.Name();
        var owner = entry.Owner is { } name ? Map(name) : null;
        if (!isMapping)
            return owner == entry.Owner ? entry : entry with { Owner = owner };
        return entry with
        {
            Name = Map(entry.Name),
            Owner = owner,
            Identity = entry.Identity is null ? null : Apply(entry.Identity),
            Drop = entry.Drop is null ? null : Apply(entry.Drop),
        };
    }
}
