using PgBackup.Retention;
using PgBackup.Stores;

namespace PgBackup.Tests.Retention;

/// <summary>Backups that were never made, for plans.</summary>
internal static class Histories
{
    /// <summary>Makes a backup of a moment; its id follows from that.</summary>
    public static BackupInfo Made(string time, long size = 100, BackupState state = BackupState.Complete) =>
        Made(DateTimeOffset.Parse(
            time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal), size, state);

    public static BackupInfo Made(DateTimeOffset time, long size = 100, BackupState state = BackupState.Complete, int number = 0)
    {
        var id = FormattableString.Invariant($"{time.UtcDateTime:yyyyMMdd-HHmmss}-{number:x8}");
        return new BackupInfo
        {
            Id = id,
            CreatedAt = time,
            Duration = TimeSpan.FromSeconds(1),
            Database = "shop",
            ServerVersion = "18.4",
            Format = "sql",
            Compression = BackupCompression.Gzip,
            Artifact = id + ".sql.gz",
            Size = size,
            UncompressedSize = size,
            Sha256 = new string('0', 64),
            Tables = 1,
            Rows = 1,
            State = state,
            LastVerifiedAt = state == BackupState.Complete ? null : time.AddMinutes(5),
        };
    }

    public static RetentionPlan Plan(RetentionPolicy policy, string now, IEnumerable<BackupInfo> backups, params string[] inUse) =>
        Plan(policy, DateTimeOffset.Parse(
            now, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal),
            backups.Select(b => new StoredBackup(b, true)), inUse);

    public static RetentionPlan Plan(RetentionPolicy policy, DateTimeOffset now, IEnumerable<StoredBackup> backups, params string[] inUse)
    {
        policy.TimeZone ??= "UTC";
        var settings = RetentionSettings.From(policy, new RetentionOptions());
        var candidates = new RetentionCandidates { Database = "shop", Backups = [.. backups], InUse = inUse.ToHashSet() };
        return RetentionPlanner.Plan(candidates, policy, settings.TimeZone, now);
    }

    /// <summary>Shows a plan as its backups' times, those that go in brackets, the newest first.</summary>
    public static string Days(this RetentionPlan plan) => string.Join(' ', plan.Decisions.Select(d =>
    {
        var day = FormattableString.Invariant($"{d.Backup.CreatedAt.UtcDateTime:yyyy-MM-dd}");
        return d.Keep ? day : $"[{day}]";
    }));

    public static IReadOnlyList<string> ReasonsOf(this RetentionPlan plan, BackupInfo backup) =>
        plan.Decisions.Single(d => d.Backup.Id == backup.Id).Reasons;

    public static bool Keeps(this RetentionPlan plan, BackupInfo backup) => plan.Decisions.Single(d => d.Backup.Id == backup.Id).Keep;
}
