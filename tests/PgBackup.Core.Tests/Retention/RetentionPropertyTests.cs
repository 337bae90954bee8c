using System.Globalization;
using FluentAssertions;
using PgBackup.Stores;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Retention;

/// <summary>Random histories and policies, against what must hold for all and against each rule as it is said in words.</summary>
[Trait("Category", "Unit")]
public sealed class RetentionPropertyTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2027, 1, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Random_histories_keep_what_they_must_and_no_more()
    {
        var deleted = 0;
        for (var seed = 1; seed <= 1000; seed++)
        {
            try
            {
                deleted += Check(new Random(seed));
            }
            catch
            {
                output.WriteLine($"seed {seed}");
                throw;
            }
        }

        deleted.Should().BeGreaterThan(1000);
    }

    private static int Check(Random random)
    {
        var backups = History(random);
        var policy = Policy(random);
        var inUse = backups.Where(_ => random.Next(25) == 0).Select(b => b.Backup.Id).ToArray();
        var plan = Histories.Plan(policy, Now, backups, inUse);
        var byId = backups.ToDictionary(b => b.Backup.Id);
        var kept = plan.Decisions.Where(d => d.Keep).Select(d => byId[d.Backup.Id]).ToList();
        var gone = plan.Decisions.Where(d => !d.Keep).ToList();

        plan.Decisions.Select(d => d.Backup.Id).Should().BeEquivalentTo(backups.Select(b => b.Backup.Id));
        plan.Decisions.Should().OnlyContain(d => d.Reasons.Count > 0);
        gone.Should().NotContain(d => d.Backup.Pinned || inUse.Contains(d.Backup.Id));
        // What goes has a newer good backup that stays and holds as much.
        foreach (var decision in gone)
        {
            var newer = kept.Single(b => b.Backup.Id == decision.ReplacedBy);
            IsGood(newer, policy, backups).Should().BeTrue();
            Covers(newer.Backup, decision.Backup).Should().BeTrue();
            newer.Backup.CreatedAt.Should().BeOnOrAfter(decision.Backup.CreatedAt);
        }

        // The newest good whole backup stays.
        if (Newest(backups.Where(b => b.Backup.Selection.Count == 0 && !IsCopy(b, backups) && IsGood(b, policy, backups))) is { } newest)
            kept.Should().Contain(newest);

        var shuffled = backups.ToArray();
        random.Shuffle(shuffled);
        Histories.Plan(policy, Now, shuffled, inUse).Decisions.Select(d => (d.Backup.Id, d.Keep)).Should()
            .Equal(plan.Decisions.Select(d => (d.Backup.Id, d.Keep)), "the order of the listing means nothing");
        Histories.Plan(policy, Now, kept, inUse).Decisions.Should().OnlyContain(d => d.Keep, "a second run finds nothing to do");

        if (policy.MaxTotalBytes is { } limit)
            CheckLimit(plan, policy, backups, inUse, limit);
        else
        {
            var originals = plan.Decisions.Where(d => !IsCopy(byId[d.Backup.Id], backups)).ToList();
            originals.Select(d => d.Keep).Should().Equal(originals.Select(d => IsKept(byId[d.Backup.Id], backups, policy, inUse)));
        }

        return gone.Count;
    }

    private static void CheckLimit(RetentionPlan plan, RetentionPolicy policy, List<StoredBackup> backups, string[] inUse, long limit)
    {
        policy.MaxTotalBytes = null;
        var unlimited = Histories.Plan(policy, Now, backups, inUse).Decisions.Where(d => d.Keep).Select(d => d.Backup.Id).ToHashSet();
        plan.Decisions.Where(d => d.Keep).Select(d => d.Backup.Id).Should().BeSubsetOf(unlimited);
        var cut = plan.Decisions.Where(d => !d.Keep && unlimited.Contains(d.Backup.Id)).ToList();
        if (cut.Count == 0)
            return;
        // The oldest went, and no more of them than were needed.
        var last = cut.MaxBy(d => d.Backup.CreatedAt)!;
        (plan.BytesKept + cut.Where(d => d.Backup.CreatedAt == last.Backup.CreatedAt).Sum(d => d.Backup.Size)).Should().BeGreaterThan(
            limit);
        if (plan.BytesKept > limit)
            plan.Warnings.Should().Contain(w => w.Contains("MaxTotalBytes"));
    }

    // The rules once more, each for one backup, as a person would say them.
    private static bool IsKept(StoredBackup stored, List<StoredBackup> backups, RetentionPolicy policy, string[] inUse)
    {
        var backup = stored.Backup;
        var newer = backups.Where(b =>
            !IsCopy(b, backups) && Covers(b.Backup, backup)
            && (b.Backup.CreatedAt, b.Backup.Id).CompareTo((backup.CreatedAt, backup.Id)) > 0).ToList();
        if (backup.Pinned || inUse.Contains(backup.Id) || !newer.Exists(b => IsGood(b, policy, backups)))
            return true;
        var places = newer.Where(Counts).Select(b => b.Backup).ToList();
        return places.Count < policy.KeepLast
            || Now - backup.CreatedAt < policy.KeepFor
            || IsNewestOf(policy.Daily, t => t.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            || IsNewestOf(policy.Weekly, t => t.AddDays(-(((int)t.DayOfWeek + 6) % 7)).ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            || IsNewestOf(policy.Monthly, t => t.ToString("yyyyMM", CultureInfo.InvariantCulture))
            || IsNewestOf(policy.Yearly, t => t.ToString("yyyy", CultureInfo.InvariantCulture))
            || (policy is { KeepLast: null, KeepFor: null, Daily: null, Weekly: null, Monthly: null, Yearly: null });

        bool IsNewestOf(int? count, Func<DateTime, string> periodOf)
        {
            var periods = places.Select(b => periodOf(Local(b))).ToHashSet();
            return count is not null && !periods.Contains(periodOf(Local(backup))) && periods.Count < count;
        }
    }

    private static DateTime Local(BackupInfo backup) => TimeZoneInfo.ConvertTime(backup.CreatedAt, Zone).DateTime;

    private static bool IsCopy(StoredBackup backup, List<StoredBackup> all) =>
        all.Exists(b => b.Backup.Id == backup.Backup.ConvertedFrom && Counts(b));

    private static bool Counts(StoredBackup backup) =>
        backup.IsIntact && backup.Backup.State != BackupState.Suspect && backup.Backup.CreatedAt <= Now.AddMinutes(5);

    private static bool IsGood(StoredBackup backup, RetentionPolicy policy, List<StoredBackup> all) =>
        Counts(backup)
        && (backup.Backup.State != BackupState.Complete
            || !(policy.RequireVerified ?? all.Exists(b => b.Backup.State != BackupState.Complete)));

    private static bool Covers(BackupInfo backup, BackupInfo other) =>
        (backup.Selection.Count == 0 || backup.Selection.SequenceEqual(other.Selection)) && backup.Roles >= other.Roles;

    private static StoredBackup? Newest(IEnumerable<StoredBackup> backups) => backups.MaxBy(b => (b.Backup.CreatedAt, b.Backup.Id));

    private static List<StoredBackup> History(Random random)
    {
        var backups = new List<StoredBackup>();
        var (isVerified, hasParts, hasRoles) = (random.Next(3) == 0, random.Next(3) == 0, random.Next(4) == 0);
        var span = random.Next(2) == 0 ? 40 : 1200;
        for (var i = 0; i < random.Next(1, 40); i++)
        {
            var time = Now.AddHours(-random.Next(span * 24)).AddMinutes(random.Next(60));
            var state = isVerified ? (BackupState)random.Next(4) : random.Next(30) == 0 ? BackupState.Suspect : BackupState.Complete;
            var backup = Histories.Made(time, random.Next(1, 500), state, i) with
            {
                Pinned = random.Next(20) == 0,
                Selection = hasParts && random.Next(2) == 0 ? [random.Next(2) == 0 ? "table a" : "table b"] : [],
                Roles = hasRoles ? (BackupRoles)random.Next(3) : BackupRoles.None,
            };
            backups.Add(new StoredBackup(backup, random.Next(25) > 0));
            if (random.Next(12) == 0)
            {
                var copy = backup with { Id = $"{backup.Id[..^8]}{1000 + i:x8}", ConvertedFrom = backup.Id, Pinned = false };
                backups.Add(new StoredBackup(copy, true));
            }
        }

        return backups;
    }

    private static RetentionPolicy Policy(Random random)
    {
        return new RetentionPolicy
        {
            KeepLast = Maybe(8),
            KeepFor = Maybe(60) is { } days ? TimeSpan.FromDays(days) : null,
            Daily = Maybe(10),
            Weekly = Maybe(6),
            Monthly = Maybe(12),
            Yearly = Maybe(4),
            MaxTotalBytes = random.Next(3) == 0 ? random.Next(1, 4000) : null,
            RequireVerified = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            TimeZone = Zone.Id,
        };

        int? Maybe(int most) => random.Next(3) == 0 ? random.Next(1, most + 1) : null;
    }
}
