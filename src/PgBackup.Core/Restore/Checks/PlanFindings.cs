namespace PgBackup.Restore;

/// <summary>Gathers what stands in the way of a restore, and what it leaves out.</summary>
internal sealed class PlanFindings(bool isStrict)
{
    private readonly List<RestoreConflict> _conflicts = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<RestoreConflict> Conflicts => _conflicts;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Notes what stands in the way.</summary>
    public void Refuse(string code, string name, string message) => _conflicts.Add(new RestoreConflict(code, name, message));

    /// <summary>Notes what is not as in the backup, though nothing is left out.</summary>
    public void Warn(string warning) => _warnings.Add(warning);

    /// <summary>Notes what is left out: a strict restore refuses to.</summary>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="name">What is left out, or what is missing for it.</param>
    /// <param name="message">What is left out, and why.</param>
    /// <param name="wayOut">What to do about it.</param>
    public void LeaveOut(string code, string name, string message, string wayOut)
    {
        if (isStrict)
            Refuse(code, name, $"{message} Strict leaves nothing out. {wayOut}");
        else
            Warn(message);
    }
}
