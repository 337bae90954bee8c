using PgBackup.Formats;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Reads the statements of what is to be made, before anything is.</summary>
internal sealed class StatementSurvey(ContentReader content, RoleMap roles)
{
    /// <summary>Lets checks look at each entry, and gathers what they change.</summary>
    public async Task<StatementChanges> RunAsync(
        IEnumerable<PlannedEntry> planned, IReadOnlyList<IStatementCheck> checks, CancellationToken cancellationToken)
    {
        var changes = new StatementChanges();
        foreach (var (entry, action) in planned)
        {
            if (action is not (RestoreAction.Create or RestoreAction.Alter) || entry.Section == BackupSection.Data)
                continue;
            var surveyed = new SurveyedEntry(entry, await ReadAsync(entry, cancellationToken).ConfigureAwait(false));
            foreach (var check in checks)
                check.See(surveyed);
            changes.Add(surveyed);
        }

        foreach (var check in checks)
            check.Complete();
        return changes;
    }

    /// <summary>Lists the roles that a backup names, before they are mapped.</summary>
    public static async Task<IReadOnlySet<string>> FindRolesAsync(
        BackupManifest manifest, ContentReader content, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in manifest.Entries.Where(e => e.Section != BackupSection.Data))
        {
            if (entry.Owner is not null)
                names.Add(entry.Owner);
            if (entry.Kind == ObjectKind.Role.Name())
                names.Add(entry.Name);
            if (entry.Section == BackupSection.Roles)
                continue;
            foreach (var location in entry.Statements)
                names.UnionWith(RoleReferences.Find(await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false)));
        }

        return names;
    }

    private async Task<EntryStatement[]> ReadAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        var statements = new EntryStatement[entry.Statements.Count];
        for (var i = 0; i < statements.Length; i++)
        {
            var location = entry.Statements[i];
            // A password is read when it is set, and then let go.
            var text = location.Role == StatementRole.Password
                ? ""
                : roles.Apply(await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false));
            statements[i] = new EntryStatement(location.Role, text);
        }

        return statements;
    }
}
