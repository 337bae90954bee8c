using System.Globalization;
using PgBackup.Backup;

namespace PgBackup.Doctor;

/// <summary>Large objects that the role may not read.</summary>
internal sealed class UnreadableLargeObjects : IExamination
{
    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var found = await LargeObjectAccess.ListUnreadableAsync(database.Connection, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            return;
        var names = found.Select(o => o.ToString(CultureInfo.InvariantCulture)).ToList();
        database.Add(
            FindingSeverity.Error,
            names.Count == 1 ? $"large object {names[0]}" : "large objects",
            $"Role {database.Role} may not read {names.Count} large objects: {ExaminedDatabase.NameAll(names)}.",
            string.Join("; ", new UnreadableObjects(database.Server.Role, [], found).Remedies()));
    }
}
