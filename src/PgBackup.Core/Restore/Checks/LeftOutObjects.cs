using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>The objects that cannot be made in the target: they stand in the way, or are left out with all that needs them.</summary>
internal sealed class LeftOutObjects(RestoreSettings settings, PlanFindings findings)
{
    private readonly Dictionary<int, (string Code, string Reason)> _reasons = [];

    /// <summary>Notes an object that cannot be made, and why.</summary>
    public void Add(BackupEntry entry, string code, string reason) => _reasons.TryAdd(entry.Id, (code, reason));

    /// <summary>Takes them out of a plan, or refuses it.</summary>
    public List<PlannedEntry> Apply(List<PlannedEntry> planned)
    {
        if (_reasons.Count == 0)
            return planned;
        if (!settings.SkipForbidden)
        {
            foreach (var (entry, _) in planned.Where(p => _reasons.ContainsKey(p.Entry.Id)))
                Refuse(entry, _reasons[entry.Id]);
            return planned;
        }

        var names = new Dictionary<int, string>();
        return [.. planned.Select(p => Decide(p, names))];
    }

    private PlannedEntry Decide(PlannedEntry planned, Dictionary<int, string> names)
    {
        var entry = planned.Entry;
        if (planned.Action is not (RestoreAction.Create or RestoreAction.Load))
            return planned;
        var title = EntryTitle.Of(entry);
        if (_reasons.TryGetValue(entry.Id, out var refused))
        {
            findings.Warn($"{title}: left out, because {refused.Reason}.");
        }
        else
        {
            var needed = entry.Relation is { } relation ? entry.Dependencies.Append(relation) : entry.Dependencies;
            if (needed.Select(names.GetValueOrDefault).FirstOrDefault(n => n is not null) is not { } lacking)
                return planned;
            findings.Warn($"{title}: left out, because it needs {lacking}, which is left out.");
        }

        names.Add(entry.Id, title);
        return planned with { Action = RestoreAction.Keep };
    }

    private void Refuse(BackupEntry entry, (string Code, string Reason) refused)
    {
        var wayOut = refused.Code == PgBackupErrorCodes.PermissionDenied
            ? "Restore as a superuser"
            : "Install it on the server";
        findings.Refuse(
            refused.Code,
            entry.Identity ?? Sql.Qualified(entry.Schema, entry.Name),
            $"{EntryTitle.Of(entry)} cannot be created: {refused.Reason}. {wayOut}, "
            + "or let SkipForbidden leave it out, with what needs it.");
    }
}
