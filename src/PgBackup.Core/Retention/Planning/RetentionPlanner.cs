using System.Globalization;
using PgBackup.Stores;

namespace PgBackup.Retention;

/// <summary>Decides what is kept. Touches nothing: the same backups, policy and time give the same plan.</summary>
internal sealed class RetentionPlanner
{
    // Clocks of hosts differ by less; what is dated later is newer than nothing.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly RetentionPolicy _policy;
    private readonly RetentionCandidates _candidates;
    private readonly DateTimeOffset _now;
    private readonly RetentionRules _rules;
    private readonly List<StoredBackup> _backups;
    private readonly Dictionary<string, StoredBackup> _byId;
    private readonly bool _requireVerified;
    private readonly List<string> _warnings;

    private RetentionPlanner(RetentionCandidates candidates, RetentionPolicy policy, TimeZoneInfo timeZone, DateTimeOffset now)
    {
        (_candidates, _policy, _now) = (candidates, policy, now);
        _rules = new RetentionRules(policy, timeZone, now);
        _backups =
        [
            .. candidates.Backups
                .OrderByDescending(b => b.Backup.CreatedAt)
                .ThenByDescending(b => b.Backup.Id, StringComparer.Ordinal),
        ];
        _byId = _backups.ToDictionary(b => b.Backup.Id, StringComparer.Ordinal);
        _requireVerified = policy.RequireVerified ?? _backups.Exists(b => b.Backup.LastVerifiedAt is not null);
        _warnings = [.. candidates.Warnings];
    }

    public static RetentionPlan Plan(RetentionCandidates candidates, RetentionPolicy policy, TimeZoneInfo timeZone, DateTimeOffset now) =>
        new RetentionPlanner(candidates, policy, timeZone, now).Plan();

    private RetentionPlan Plan()
    {
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        var originals = _backups.Where(b => OriginalOf(b) is null).Select(b => b.Backup).ToList();
        // A backup counts for those that hold no more than it does: a whole one for parts, never a part for whole ones.
        foreach (var content in originals.Select(BackupContent.Of).Distinct().ToList())
            Judge([.. originals.Where(b => BackupContent.Of(b).Covers(content))], content, verdicts);
        foreach (var copy in _backups.Where(b => OriginalOf(b) is not null))
            verdicts[copy.Backup.Id] = JudgeCopy(copy.Backup, verdicts);
        foreach (var backup in _backups)
            Protect(backup.Backup.Id, backup.Backup.Pinned, verdicts[backup.Backup.Id]);
        if (_policy.MaxTotalBytes is { } limit)
            Limit(limit, verdicts);
        Warn(verdicts);
        return new RetentionPlan
        {
            Database = _candidates.Database,
            PlannedAt = _now,
            Decisions = [.. _backups.Select(b => verdicts[b.Backup.Id].Decide(b.Backup, _rules.AreSet))],
            Warnings = _warnings,
        };
    }

    private void Judge(List<BackupInfo> backups, BackupContent content, Dictionary<string, Verdict> verdicts)
    {
        var reasons = _rules.Apply(backups, Counts);
        var newestGood = backups.FindIndex(IsGood);
        for (var i = 0; i < backups.Count; i++)
        {
            if (BackupContent.Of(backups[i]) != content)
                continue;
            var verdict = new Verdict(reasons[i]) { ReplacedBy = newestGood >= 0 && newestGood < i ? backups[newestGood].Id : null };
            if (!_rules.AreSet)
                verdict.Reasons.Add(_policy.MaxTotalBytes is null ? "the policy has no rule" : "within MaxTotalBytes");
            if (IsOfFuture(backups[i]))
                verdict.Protect("dated in the future");
            else if (i == newestGood)
                verdict.Protect(_requireVerified ? "the newest verified backup" : "the newest good backup");
            else if (verdict.ReplacedBy is null)
                verdict.Protect(_requireVerified ? "no newer backup is verified" : "no newer backup is good", isLack: true);
            verdicts[backups[i].Id] = verdict;
        }
    }

    // It has the rows of its original and would only take another one's place.
    private Verdict JudgeCopy(BackupInfo copy, Dictionary<string, Verdict> verdicts)
    {
        var original = OriginalOf(_byId[copy.Id])!;
        var seen = new HashSet<string>(StringComparer.Ordinal) { copy.Id };
        while (OriginalOf(original) is { } next && seen.Add(original.Backup.Id))
            original = next;
        var source = verdicts.GetValueOrDefault(original.Backup.Id);
        // Manifests that name each other are made up.
        if (source is null)
            return new Verdict(["its original is not known"]) { IsProtected = true };
        if (!source.Keep)
            return new Verdict([]) { ReplacedBy = source.ReplacedBy };
        var replacement = source.ReplacedBy ?? (IsGood(original.Backup) ? original.Backup.Id : null);
        return new Verdict([$"a copy of {original.Backup.Id}, which is kept"])
        {
            ReplacedBy = replacement,
            IsProtected = replacement is null,
        };
    }

    private void Protect(string backupId, bool isPinned, Verdict verdict)
    {
        if (isPinned)
            verdict.Protect("pinned");
        if (_candidates.InUse.Contains(backupId))
            verdict.Protect("being read");
    }

    private void Limit(long limit, Dictionary<string, Verdict> verdicts)
    {
        var total = _backups.Where(b => verdicts[b.Backup.Id].Keep).Sum(b => b.Backup.Size);
        var oldestFirst = _backups.AsEnumerable().Reverse().OrderBy(b => b.Backup.CreatedAt).ThenBy(b => OriginalOf(b) is null);
        foreach (var backup in oldestFirst)
        {
            if (total <= limit)
                return;
            if (verdicts[backup.Backup.Id] is not { Keep: true, IsProtected: false } verdict)
                continue;
            verdict.IsCut = true;
            total -= backup.Backup.Size;
        }

        if (total > limit)
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The backups that must stay have {total} bytes, more than MaxTotalBytes ({limit}): raise it, or unpin some."));
        }
    }

    private void Warn(Dictionary<string, Verdict> verdicts)
    {
        foreach (var backup in _backups.Where(b => !b.IsIntact))
        {
            _warnings.Add(
                $"The artifact of backup '{backup.Backup.Id}' is missing or has another size than its manifest says; "
                + "it counts for nothing.");
        }

        foreach (var backup in _backups.Where(b => IsOfFuture(b.Backup)))
        {
            _warnings.Add(
                $"Backup '{backup.Backup.Id}' is dated in the future, {backup.Backup.CreatedAt.UtcDateTime:u}: a clock was wrong. "
                + "It stays, and counts for nothing; delete it by hand when it is no longer wanted.");
        }

        var waiting = verdicts.Values.Count(v => v.IsOnlyLacking);
        if (waiting == 0)
            return;
        _warnings.Add(_requireVerified
            ? $"Backups that stay only because none that is newer was verified: {waiting}. "
                + "Verify the newest, or set RequireVerified to false."
            : $"Backups that stay only because none that is newer is good: {waiting}. Make a new one.");
    }

    private StoredBackup? OriginalOf(StoredBackup backup) =>
        backup.Backup.ConvertedFrom is { } id && _byId.TryGetValue(id, out var original) && original != backup && Counts(original.Backup)
        && original.Backup.CreatedAt == backup.Backup.CreatedAt
            ? original
            : null;

    private bool Counts(BackupInfo backup) =>
        _byId[backup.Id].IsIntact && backup.State != BackupState.Suspect && !IsOfFuture(backup);

    private bool IsOfFuture(BackupInfo backup) => backup.CreatedAt - _now > ClockTolerance;

    private bool IsGood(BackupInfo backup) =>
        Counts(backup) && (!_requireVerified || backup.State is BackupState.Verified or BackupState.TestRestored);

    /// <summary>What is being decided about one backup.</summary>
    private sealed class Verdict(List<string> reasons)
    {
        private bool _isLacking;

        public List<string> Reasons { get; } = reasons;

        /// <summary>Gets or sets a value indicating whether not even the limit of the size deletes it.</summary>
        public bool IsProtected { get; set; }

        public bool IsCut { get; set; }

        public string? ReplacedBy { get; init; }

        public bool Keep => Reasons.Count > 0 && !IsCut;

        /// <summary>Gets a value indicating whether nothing keeps it but the lack of a good backup.</summary>
        public bool IsOnlyLacking => _isLacking && Reasons.Count == 1;

        public void Protect(string reason, bool isLack = false)
        {
            Reasons.Add(reason);
            IsProtected = true;
            _isLacking |= isLack;
        }

        public RetentionDecision Decide(BackupInfo backup, bool hasRules) => new()
        {
            Backup = backup,
            Keep = Keep,
            ReplacedBy = ReplacedBy,
            Reasons = Keep ? Reasons
                : IsCut ? [!hasRules ? "over MaxTotalBytes" : $"over MaxTotalBytes, though it is {string.Join(", ", Reasons)}"]
                : [$"no rule keeps it, and {ReplacedBy} is newer and good"],
        };
    }
}
