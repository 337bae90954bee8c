using FluentAssertions;
using PgBackup.Health;
using Xunit;

namespace PgBackup.Tests.Health;

[Trait("Category", "Unit")]
public sealed class HealthEvaluatorTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "BackupOverdue Degraded")]
    [InlineData(2, "BackupOverdue Unhealthy")]
    [InlineData(40, "BackupOverdue Unhealthy")]
    public void Age_counts_due_times(int daysAgo, string reasons) =>
        Facts.Evaluate(Facts.Schedule(Facts.Backup(daysAgo))).Should().Be(reasons);

    [Fact]
    public void Grace_and_the_beginning_of_the_schedule_count()
    {
        var old = Facts.Schedule(Facts.Backup(1));
        Facts.Evaluate(old, o => o.Grace = TimeSpan.FromHours(11)).Should().BeEmpty("it may still come");
        Facts.Evaluate(old with { Since = Facts.Now.AddHours(-1) }).Should().BeEmpty("it was disabled until an hour ago");
        Facts.Evaluate(old with { DueTimes = null }).Should().BeEmpty();
        Facts.Evaluate(Facts.Schedule() with { Since = Facts.Now.AddHours(-1) }).Should().BeEmpty("it is new");
        Facts.Evaluate(Facts.Schedule() with { Since = Facts.Now.AddHours(-11) }).Should().Be("NoBackup Degraded");
        Facts.Evaluate(Facts.Schedule()).Should().Be("NoBackup Unhealthy");
    }

    [Fact]
    public void Bound_of_the_age_is_what_makes_unhealthy_where_there_is_one()
    {
        Facts.Evaluate(Facts.Schedule(Facts.Backup(2)), o => o.MaxAge = TimeSpan.FromDays(3)).Should().Be("BackupOverdue Degraded");
        Facts.Evaluate(Facts.Schedule(Facts.Backup(3)), o => o.MaxAge = TimeSpan.FromDays(3)).Should().Be("BackupTooOld Unhealthy");
        var none = new ScheduleFacts(null, []);
        Facts.Evaluate(none).Should().BeEmpty("nobody asked for backups");
        Facts.Evaluate(none, o => o.MaxAge = TimeSpan.FromDays(3)).Should().Be("NoBackup Unhealthy");
    }

    [Fact]
    public void Damaged_backup_counts_for_nothing()
    {
        var damaged = Facts.Backup(0);
        damaged = damaged with { Backup = damaged.Backup with { State = BackupState.Suspect, LastVerifiedAt = Facts.Now } };
        Facts.Evaluate(Facts.Schedule(damaged, Facts.Backup(1))).Should().Be("VerificationFailed Unhealthy, BackupOverdue Degraded");
        var missing = Facts.Backup(0) with { IsComplete = false };
        Facts.Evaluate(Facts.Schedule(missing, Facts.Backup(1))).Should().Be("ArtifactMissing Unhealthy, BackupOverdue Degraded");
        var since = Facts.Backup(0);
        since = since with { Backup = since.Backup with { State = BackupState.Verified, LastVerifiedAt = Facts.Now } };
        var before = Facts.Backup(1);
        before = before with { Backup = before.Backup with { State = BackupState.Suspect, LastVerifiedAt = Facts.Now.AddDays(-1) } };
        Facts.Evaluate(Facts.Schedule(since, before)).Should().BeEmpty("a later verification found a good one");
    }

    [Fact]
    public void Verification_grows_old()
    {
        var verified = Facts.Backup(0);
        verified = verified with
        {
            Backup = verified.Backup with { State = BackupState.Verified, LastVerifiedAt = Facts.Now.AddDays(-36) },
        };
        Facts.Evaluate(Facts.Schedule(verified)).Should().Be("VerificationTooOld Degraded");
        Facts.Evaluate(Facts.Schedule(verified), o => o.VerifiedWithin = null).Should().BeEmpty();
        Facts.Evaluate(Facts.Schedule(Facts.Backup(0)) with { AsksForVerification = true }).Should().Be("VerificationTooOld Degraded");
        Facts.Evaluate(Facts.Schedule(Facts.Backup(0)) with { AsksForVerification = true, Since = Facts.Now.AddDays(-1) })
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData(1, "RunFailed Degraded")]
    [InlineData(2, "RunFailed Degraded")]
    [InlineData(3, "RunFailed Unhealthy")]
    public void Failures_in_a_row_add_up(int failures, string reasons) =>
        Facts.Evaluate(Facts.Schedule(Facts.Backup(0)) with { FailedRuns = failures, LastError = "no" }).Should().Be(reasons);

    [Fact]
    public void Nobody_runs_what_is_due()
    {
        var schedule = Facts.Schedule(Facts.Backup(0));
        Facts.Evaluate(schedule with { WaitingSince = Facts.Now.AddMinutes(-14) }).Should().BeEmpty();
        Facts.Evaluate(schedule with { WaitingSince = Facts.Now.AddMinutes(-16) }).Should().Be("SchedulerStopped Unhealthy");
        Facts.Evaluate(schedule with { PlannedUntil = Facts.Now.AddDays(-1) }).Should().Be("SchedulerStopped Unhealthy");
        Facts.Evaluate(schedule with { PlannedUntil = Facts.Now.AddHours(-9) }).Should().BeEmpty("nothing was due since");
    }

    [Fact]
    public void Store_and_database_that_do_not_answer_are_told_of()
    {
        var facts = Facts.Of(Facts.Schedule()) with { StoreError = "gone" };
        Facts.Evaluate(facts).Should().Be("StoreUnreachable Unhealthy", "then nothing is known of backups");
        Facts.Evaluate(Facts.Of(Facts.Schedule(Facts.Backup(0))) with { DatabaseError = "gone" })
            .Should().Be("DatabaseUnreachable Degraded");
    }

    [Theory]
    [InlineData(200_000_000, "")]
    [InlineData(199_999_999, "SpaceLow Degraded")]
    [InlineData(99_999_999, "SpaceLow Unhealthy")]
    public void Room_is_measured_by_the_newest_backup(long free, string reasons) =>
        Facts.Evaluate(Facts.Of(Facts.Schedule(Facts.Backup(0))) with { FreeBytes = free }).Should().Be(reasons);

    [Fact]
    public void Table_that_lost_most_of_its_rows_or_is_gone_is_told_of()
    {
        var before = Facts.Backup(1, tables: [("a", 1000), ("b", 100), ("c", 99), ("d", 1000)]);
        var newest = Facts.Backup(0, tables: [("a", 500), ("d", 501)]);
        var found = HealthEvaluator.Evaluate(Facts.Of(Facts.Schedule(newest, before)), new BackupHealthOptions());
        found.Reasons.Select(r => $"{r.Kind} {r.ObjectName} {r.BackupId}").Should().Equal("TableShrunk a b1000", "TableGone b b1000");
        found.Schedules.Single().Status.Should().Be(BackupHealthStatus.Degraded);

        var part = newest with { Backup = newest.Backup with { Selection = ["tables a, d"] } };
        Facts.Evaluate(Facts.Schedule(part, before)).Should().BeEmpty("it holds another part of the database");
        Facts.Evaluate(Facts.Schedule(newest with { Tables = null }, before)).Should().BeEmpty();
        var many = Enumerable.Range(0, 30).Select(i => ($"t{i}", 1000L)).ToArray();
        HealthEvaluator.Evaluate(Facts.Of(Facts.Schedule(Facts.Backup(0), Facts.Backup(1, tables: many))), new BackupHealthOptions())
            .Reasons.Should().HaveCount(11).And.Contain(r => r.Message.StartsWith("20 more tables", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, 10, "")]
    [InlineData(140, 10, "")]
    [InlineData(160, 10, "SizeUnusual Degraded")]
    [InlineData(40, 10, "SizeUnusual Degraded")]
    [InlineData(100, 16, "DurationUnusual Degraded")]
    [InlineData(100, 1, "")]
    public void Size_and_duration_far_from_the_others_are_told_of(int megabytes, double minutes, string reasons)
    {
        // One odd one among them changes nothing.
        long[] sizes = [100, 101, 99, 900, 100, 102];
        var before = sizes.Select((s, i) => Facts.Backup(i + 1, s * 1_000_000)).ToArray();
        Facts.Evaluate(Facts.Schedule([Facts.Backup(0, megabytes * 1_000_000L, minutes), .. before])).Should().Be(reasons);
        Facts.Evaluate(Facts.Schedule([Facts.Backup(0, megabytes * 1_000_000L, minutes), .. before.Take(4)]))
            .Should().BeEmpty("four are too few");
    }

    [Fact]
    public void Sizes_that_always_vary_are_usual()
    {
        long[] sizes = [50, 150, 100, 60, 140, 110];
        Facts.Evaluate(Facts.Schedule([Facts.Backup(0, 170_000_000), .. sizes.Select((s, i) => Facts.Backup(i + 1, s * 1_000_000))]))
            .Should().BeEmpty();
    }

    [Fact]
    public void What_grows_worse_never_looks_better()
    {
        var random = new Random(20260320);
        for (var round = 0; round < 2000; round++)
        {
            var schedule = Random(random);
            var facts = Facts.Of(schedule) with { FreeBytes = random.NextInt64(400_000_000) };
            var options = new BackupHealthOptions { MaxAge = random.Next(3) == 0 ? TimeSpan.FromDays(random.Next(1, 5)) : null };
            var health = HealthEvaluator.Evaluate(facts, options);

            health.Status.Should().Be(health.Reasons.Select(r => r.Status).DefaultIfEmpty().Max());
            health.Reasons.Should().BeInDescendingOrder(r => r.Status).And.NotContain(r => r.Status == BackupHealthStatus.Healthy
                || r.Message.Length == 0 || r.Advice.Length == 0);
            HealthEvaluator.Evaluate(facts, options).Should().BeEquivalentTo(health);
            foreach (var worse in Worse(facts, schedule, random))
            {
                HealthEvaluator.Evaluate(worse, options).Status.Should().BeOneOf(
                    Enum.GetValues<BackupHealthStatus>().Where(s => s >= health.Status), $"round {round}");
            }
        }
    }

    private static IEnumerable<HealthFacts> Worse(HealthFacts facts, ScheduleFacts schedule, Random random)
    {
        yield return facts with { FreeBytes = facts.FreeBytes / 2 };
        yield return facts with { Schedules = [schedule with { FailedRuns = schedule.FailedRuns + random.Next(5) }] };
        yield return facts with { Schedules = [schedule with { WaitingSince = Facts.Now.AddDays(-1) }] };
        yield return facts with { StoreError = "gone" };
        yield return facts with { Schedules = [schedule with { Since = schedule.Since.AddDays(-random.Next(5)) }] };
    }

    private static ScheduleFacts Random(Random random) =>
        Facts.Schedule([.. Enumerable.Range(random.Next(4), random.Next(12)).Select(day =>
        {
            var backup = Facts.Backup(day, random.NextInt64(1, 200_000_000), random.Next(1, 60),
                ("a", random.Next(2000)), ("b", random.Next(2000)));
            return backup with
            {
                IsComplete = random.Next(8) > 0,
                Backup = backup.Backup with
                {
                    State = (BackupState)random.Next(4),
                    LastVerifiedAt = random.Next(2) == 0 ? null : Facts.Now.AddDays(-random.Next(60)),
                },
            };
        })]) with
        {
            Since = Facts.Now.AddHours(-random.Next(200)),
            FailedRuns = random.Next(3),
            AsksForVerification = random.Next(2) == 0,
        };
}
