using PgBackup.Restore;

namespace PgBackup.Doctor;

/// <summary>A restore over several connections that is under way, or was cut short together with the server.</summary>
internal sealed class UnfinishedRestores : IExamination
{
    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        if (await RestoreJournal.FindAsync(database.Connection, cancellationToken).ConfigureAwait(false) is not { } description)
            return;
        database.Add(
            FindingSeverity.Warning,
            RestoreJournal.Schema,
            $"{description} Unless that restore is still under way, the database holds only a part of it.",
            "Restore with DropExisting, which first takes that part out, or drop the database.");
    }
}
