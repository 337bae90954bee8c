namespace PgBackup.Stores;

/// <summary>All that is noted of one backup.</summary>
internal sealed class BackupMarks(IEnumerable<BackupMark> marks)
{
    // Of two outcomes of one moment the bad one counts.
    private readonly List<BackupMark> _marks = [.. marks.OrderBy(m => m.At).ThenBy(m => m.Kind)];

    public static BackupMarks None { get; } = new([]);

    public IReadOnlyList<BackupMark> All => _marks;

    public BackupInfo AddTo(BackupInfo backup) => backup with
    {
        State = State,
        Pinned = _marks.Exists(m => m.Kind == MarkKind.Pinned),
        LastVerifiedAt = _marks.FindLast(m => m.Kind != MarkKind.Pinned)?.At,
    };

    /// <summary>Finds what a new outcome of a verification makes worthless: older ones that looked no deeper.</summary>
    public IEnumerable<BackupMark> SupersededBy(BackupMark outcome) => _marks.Where(m =>
        m.FileName != outcome.FileName && m.At <= outcome.At && m.Level <= outcome.Level
        && (m.Kind == MarkKind.Suspect || m.Kind == outcome.Kind));

    /// <summary>Finds the moment of the next mark: later than all that are there, also when another host's clock is ahead.</summary>
    public DateTimeOffset Next(DateTimeOffset now) =>
        _marks.Count > 0 && _marks[^1].At is var last && last >= now ? last.AddMilliseconds(1) : now;

    private BackupState State
    {
        get
        {
            for (var i = 0; i < _marks.Count; i++)
            {
                var suspicion = _marks[i];
                if (suspicion.Kind == MarkKind.Suspect
                    && !_marks.Skip(i + 1).Any(m => m.Kind == MarkKind.Verified && m.Level >= suspicion.Level && m.At > suspicion.At))
                    return BackupState.Suspect;
            }

            var deepest = _marks.Where(m => m.Kind == MarkKind.Verified).Max(m => m.Level);
            return deepest switch
            {
                null => BackupState.Complete,
                VerificationLevel.TestRestore => BackupState.TestRestored,
                _ => BackupState.Verified,
            };
        }
    }
}
