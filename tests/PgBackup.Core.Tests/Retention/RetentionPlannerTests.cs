using FluentAssertions;
using PgBackup.Stores;
using Xunit;
using static PgBackup.Tests.Retention.Histories;

namespace PgBackup.Tests.Retention;

[Trait("Category", "Unit")]
public sealed class RetentionPlannerTests
{
    private const string Now = "2026-11-23 12:00";

    [Fact]
    public void Policy_without_rules_keeps_all()
    {
        var plan = Plan(new RetentionPolicy(), Now, [Made("2001-01-01"), Made("2026-11-23")]);

        plan.Days().Should().Be("2026-11-23 2001-01-01");
        plan.Decisions[1].Reasons.Should().Equal("the policy has no rule");
    }

    [Fact]
    public void Last_ones_are_kept()
    {
        var plan = Plan(new RetentionPolicy { KeepLast = 2 }, Now, Days(4));

        plan.Days().Should().Be("2026-11-23 2026-11-22 [2026-11-21] [2026-11-20]");
        plan.Decisions[1].Reasons.Should().Equal("one of the last 2");
        plan.Decisions[2].Reasons.Should().Equal("no rule keeps it, and 20261123-020000-00000000 is newer and good");
        plan.Decisions.Select(d => d.ReplacedBy).Should()
            .Equal(null, "20261123-020000-00000000", "20261123-020000-00000000", "20261123-020000-00000000");
        plan.BytesKept.Should().Be(200);
        plan.BytesDeleted.Should().Be(200);
    }

    [Fact]
    public void Young_ones_are_kept_to_the_tick()
    {
        var policy = new RetentionPolicy { KeepFor = TimeSpan.FromDays(2) };

        var plan = Plan(policy, Now, [Made("2026-11-23"), Made("2026-11-21 12:00:01"), Made("2026-11-21 12:00:00")]);

        plan.Decisions.Select(d => d.Keep).Should().Equal(true, true, false);
        plan.Decisions[1].Reasons.Should().Equal("younger than 2 days");
    }

    [Fact]
    public void Longest_time_keeps_all() =>
        Plan(new RetentionPolicy { KeepFor = TimeSpan.MaxValue }, Now, Days(3)).Decisions.Should().OnlyContain(d => d.Keep);

    [Fact]
    public void Newest_of_each_day_is_kept()
    {
        BackupInfo[] backups =
        [
            Made("2026-11-23 10:00"), Made("2026-11-23 02:00"), Made("2026-11-20 22:00"), Made("2026-11-20 02:00"), Made("2026-11-18"),
        ];

        var plan = Plan(new RetentionPolicy { Daily = 2 }, Now, backups);

        plan.Days().Should().Be("2026-11-23 [2026-11-23] 2026-11-20 [2026-11-20] [2026-11-18]");
        plan.Decisions[2].Reasons.Should().Equal("daily 2026-11-20");
    }

    [Theory]
    [InlineData("2026-12-31", "weekly 2026-W53")]
    [InlineData("2027-01-01", "weekly 2026-W53")] // A Friday of the old year's last week.
    [InlineData("2027-01-03", "weekly 2026-W53")]
    [InlineData("2027-01-04", "weekly 2027-W01")]
    [InlineData("2024-12-30", "weekly 2025-W01")] // A Monday of the new year's first week.
    [InlineData("2025-12-28", "weekly 2025-W52")]
    [InlineData("2022-01-02", "weekly 2021-W52")]
    public void Weeks_are_those_of_ISO_8601_at_the_turn_of_the_year(string day, string reason) =>
        Plan(new RetentionPolicy { Weekly = 1 }, "2030-01-01", [Made(day)]).Decisions[0].Reasons.Should().Contain(reason);

    [Fact]
    public void Week_that_lies_in_two_years_takes_one_place()
    {
        var plan = Plan(new RetentionPolicy { Weekly = 2 }, "2027-01-05",
            [Made("2027-01-04"), Made("2027-01-02"), Made("2026-12-29"), Made("2026-12-25")]);

        plan.Days().Should().Be("2027-01-04 2027-01-02 [2026-12-29] [2026-12-25]");
    }

    [Fact]
    public void Backup_is_kept_if_any_rule_keeps_it_and_says_them_all()
    {
        var policy = new RetentionPolicy { KeepLast = 1, Monthly = 2, Yearly = 2 };

        var plan = Plan(policy, Now, [Made("2026-11-23"), Made("2026-11-01"), Made("2026-10-31"), Made("2026-09-30"), Made("2025-12-31")]);

        plan.Days().Should().Be("2026-11-23 [2026-11-01] 2026-10-31 [2026-09-30] 2025-12-31");
        plan.Decisions[0].Reasons.Should().Equal("the last one", "monthly 2026-11", "yearly 2026", "the newest good backup");
        plan.Decisions[2].Reasons.Should().Equal("monthly 2026-10");
        plan.Decisions[4].Reasons.Should().Equal("yearly 2025");
    }

    [Theory]
    [InlineData("UTC", "daily 2026-11-22")]
    [InlineData("Europe/Berlin", "daily 2026-11-23")]
    [InlineData("America/New_York", "daily 2026-11-22")]
    [InlineData("Pacific/Kiritimati", "daily 2026-11-23")]
    public void Days_begin_in_the_time_zone_of_the_policy(string zone, string reason) =>
        Plan(new RetentionPolicy { Daily = 1, TimeZone = zone }, Now, [Made("2026-11-22 23:30")]).Decisions[0].Reasons.Should().Contain(
            reason);

    [Fact]
    public void Year_of_daily_backups_leaves_grandfather_father_and_son()
    {
        var policy = new RetentionPolicy { Daily = 7, Weekly = 4, Monthly = 12, Yearly = 3 };
        List<BackupInfo> left = [];
        var day = new DateTimeOffset(2023, 1, 1, 2, 0, 0, TimeSpan.Zero);
        for (; day < new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero); day = day.AddDays(1))
        {
            left.Add(Made(day));
            var plan = Plan(policy, day.AddMinutes(10), left.Select(b => new StoredBackup(b, true)));
            left = [.. plan.Decisions.Where(d => d.Keep).Select(d => d.Backup)];
        }

        left.Select(b => b.CreatedAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Should().BeEquivalentTo(
            "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", // days
            "2026-11-15", "2026-11-08", // and weeks: W47, W46, W45 beside W48
            "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28",
            "2026-01-31", "2025-12-31", // months
            "2024-12-31"); // years
    }

    [Fact]
    public void Newest_good_backup_is_kept_whatever_its_age()
    {
        var plan = Plan(new RetentionPolicy { KeepFor = TimeSpan.FromDays(1) }, Now, [Made("2020-01-02"), Made("2020-01-01")]);

        plan.Days().Should().Be("2020-01-02 [2020-01-01]");
        plan.Decisions[0].Reasons.Should().Equal("the newest good backup");
    }

    [Fact]
    public void Suspect_backup_is_no_reason_for_older_ones_to_go()
    {
        var policy = new RetentionPolicy { KeepLast = 1, RequireVerified = false };

        var plan = Plan(policy, Now, [Made("2026-11-23", state: BackupState.Suspect), Made("2026-11-22"), Made("2026-11-21")]);

        plan.Days().Should().Be("2026-11-23 2026-11-22 [2026-11-21]");
        plan.Decisions[0].Reasons.Should().Equal("the last one (not good: takes no place)", "no newer backup is good");
    }

    [Fact]
    public void Backup_without_its_artifact_counts_for_nothing()
    {
        StoredBackup[] backups = [new(Made("2026-11-23"), IsIntact: false), new(Made("2026-11-22"), true), new(Made("2026-11-21"), true)];

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), backups);

        plan.Days().Should().Be("2026-11-23 2026-11-22 [2026-11-21]");
        plan.Warnings.Should().ContainSingle().Which.Should().Contain("20261123").And.Contain("is missing or has another size");
    }

    [Fact]
    public void Where_backups_are_verified_only_a_verified_one_lets_older_ones_go()
    {
        BackupInfo[] backups =
        [
            Made("2026-11-23"), Made("2026-11-22"),
            Made("2026-11-21", state: BackupState.Verified), Made("2026-11-20", state: BackupState.TestRestored),
        ];

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups);

        plan.Days().Should().Be("2026-11-23 2026-11-22 2026-11-21 [2026-11-20]");
        plan.ReasonsOf(backups[1]).Should().Equal("no newer backup is verified");
        plan.ReasonsOf(backups[2]).Should().Equal("the newest verified backup");
        plan.Warnings.Should().ContainSingle().Which.Should().Contain("none that is newer was verified: 1");
        Plan(new RetentionPolicy { KeepLast = 1, RequireVerified = false }, Now, backups).Decisions.Count(d => d.Keep).Should().Be(1);
    }

    [Fact]
    public void Policy_that_requires_verification_deletes_nothing_before_one()
    {
        var plan = Plan(new RetentionPolicy { KeepLast = 1, RequireVerified = true }, Now, Days(3));

        plan.Decisions.Should().OnlyContain(d => d.Keep);
    }

    [Fact]
    public void Pinned_backups_and_those_being_read_stay()
    {
        var backups = Days(4);
        backups[2] = backups[2] with { Pinned = true };

        var plan = Plan(new RetentionPolicy { KeepLast = 1, MaxTotalBytes = 1 }, Now, backups, backups[3].Id);

        plan.Decisions.Select(d => d.Keep).Should().Equal(true, false, true, true);
        plan.ReasonsOf(backups[2]).Should().Equal("pinned");
        plan.ReasonsOf(backups[3]).Should().Equal("being read");
        plan.Warnings.Should().ContainSingle().Which.Should().Contain("have 300 bytes, more than MaxTotalBytes (1)");
    }

    [Fact]
    public void Part_of_a_database_never_counts_for_the_whole()
    {
        BackupInfo[] backups =
        [
            Made("2026-11-23 11:00") with { Selection = ["table orders"] },
            Made("2026-11-23 10:00") with { Selection = ["table orders"] },
            Made("2026-11-22"), Made("2026-11-21"),
        ];

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups);

        plan.Decisions.Select(d => d.Keep).Should().Equal(true, false, true, false);
        plan.ReasonsOf(backups[2]).Should().Contain("the newest good backup");
    }

    [Fact]
    public void Whole_backups_count_for_a_part()
    {
        BackupInfo[] backups = [Made("2026-11-23"), Made("2026-11-22"), Made("2026-11-21") with { Selection = ["table orders"] }];

        Plan(new RetentionPolicy { KeepLast = 3 }, Now, backups).Decisions.Select(d => d.Keep).Should().Equal(true, true, true);
        Plan(new RetentionPolicy { KeepLast = 2 }, Now, backups).Decisions.Select(d => d.Keep).Should().Equal(true, true, false);
    }

    [Fact]
    public void Other_parts_do_not_count_for_each_other()
    {
        BackupInfo[] backups = [Made("2026-11-23") with { Selection = ["table a"] }, Made("2026-11-22") with { Selection = ["table b"] }];

        Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups).Decisions.Should().OnlyContain(d => d.Keep);
    }

    [Fact]
    public void Backup_without_roles_does_not_count_for_one_with_them()
    {
        BackupInfo[] backups = [Made("2026-11-23"), Made("2026-11-22") with { Roles = BackupRoles.WithPasswords }, Made("2026-11-21")];

        Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups).Decisions.Select(d => d.Keep).Should().Equal(true, true, false);
    }

    [Fact]
    public void Copy_in_another_format_takes_no_place_and_goes_with_its_original()
    {
        var backups = Days(3);
        var copies = backups.Select((b, i) => b with { Id = $"{b.Id[..^1]}{i + 1}", ConvertedFrom = b.Id, Format = "csv" }).ToList();

        var plan = Plan(new RetentionPolicy { KeepLast = 2 }, Now, [.. backups, .. copies]);

        backups.Select(plan.Keeps).Should().Equal(true, true, false);
        copies.Select(plan.Keeps).Should().Equal(true, true, false);
        plan.ReasonsOf(copies[1]).Should().Equal($"a copy of {backups[1].Id}, which is kept");
    }

    [Fact]
    public void Copy_stands_for_an_original_that_is_gone_or_damaged()
    {
        var backups = Days(2);
        var copy = backups[0] with { Id = "20261123-020000-00000001", ConvertedFrom = backups[0].Id };

        Plan(new RetentionPolicy { KeepLast = 1 }, Now, [copy, backups[1]]).Decisions.Select(d => d.Keep).Should().Equal(true, false);
        var damaged = backups[0] with { State = BackupState.Suspect };
        var plan = Plan(new RetentionPolicy { KeepLast = 1, RequireVerified = false }, Now, [copy, damaged, backups[1]]);
        plan.Keeps(copy).Should().BeTrue();
        plan.Keeps(backups[1]).Should().BeFalse();
    }

    [Fact]
    public void Total_size_takes_the_oldest_of_what_the_rules_keep()
    {
        var policy = new RetentionPolicy { KeepLast = 4, MaxTotalBytes = 250 };

        var plan = Plan(policy, Now, Days(5));

        plan.Days().Should().Be("2026-11-23 2026-11-22 [2026-11-21] [2026-11-20] [2026-11-19]");
        plan.Decisions[3].Reasons.Should().Equal("over MaxTotalBytes, though it is one of the last 4");
        plan.BytesKept.Should().Be(200);
    }

    [Fact]
    public void Total_size_alone_keeps_the_newest_that_fit()
    {
        var plan = Plan(new RetentionPolicy { MaxTotalBytes = 300 }, Now, Days(5));

        plan.Days().Should().Be("2026-11-23 2026-11-22 2026-11-21 [2026-11-20] [2026-11-19]");
        plan.Decisions[4].Reasons.Should().Equal("over MaxTotalBytes");
    }

    [Fact]
    public void Newest_good_backup_stays_though_it_is_too_large()
    {
        var plan = Plan(new RetentionPolicy { MaxTotalBytes = 10 }, Now, Days(2));

        plan.Days().Should().Be("2026-11-23 [2026-11-22]");
        plan.Warnings.Should().ContainSingle().Which.Should().Contain("more than MaxTotalBytes (10)");
    }

    [Fact]
    public void Backup_of_the_future_harms_nothing() =>
        Plan(new RetentionPolicy { KeepFor = TimeSpan.FromDays(1), Daily = 1 }, Now, [Made("2030-01-01"), Made("2026-11-23")])
            .Decisions.Should().OnlyContain(d => d.Keep);

    [Fact]
    public void Backup_dated_in_the_future_takes_the_place_of_none()
    {
        BackupInfo[] backups = [Made("2026-11-23 12:05:01"), Made("2026-11-23 11:00"), Made("2026-11-22"), Made("2026-11-21")];

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups);

        plan.Days().Should().Be("2026-11-23 2026-11-23 [2026-11-22] [2026-11-21]");
        plan.ReasonsOf(backups[0]).Should().Contain("dated in the future");
        plan.ReasonsOf(backups[1]).Should().Contain("the newest good backup");
        plan.Warnings.Should().ContainSingle().Which.Should().Contain("is dated in the future, 2026-11-23 12:05:01Z");
        backups[0] = Made("2026-11-23 12:05:00");
        Plan(new RetentionPolicy { KeepLast = 1 }, Now, backups).Decisions.Count(d => d.Keep).Should().Be(1, "clocks differ by so much");
    }

    private static BackupInfo[] Days(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Made(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero).AddDays(-i)))];

    [Fact]
    public void Properties_of_the_database_are_kept_until_a_newer_backup_has_them()
    {
        var old = Made("2026-11-22") with { DatabaseProperties = true };

        Plan(new RetentionPolicy { KeepLast = 1 }, Now, [Made("2026-11-23"), old]).Keeps(old).Should().BeTrue();
        Plan(new RetentionPolicy { KeepLast = 1 }, Now, [Made("2026-11-23") with { DatabaseProperties = true }, old])
            .Keeps(old).Should().BeFalse();
    }

    // Manifests can be made up.
    [Fact]
    public void Backups_that_claim_each_other_as_original_stay()
    {
        var backups = new[] { Made("2026-11-22"), Made("2026-11-22") with { Id = "20261122-000000-00000001" } };
        (backups[0], backups[1]) = (backups[0] with { ConvertedFrom = backups[1].Id }, backups[1] with { ConvertedFrom = backups[0].Id });

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, Now, [Made("2026-11-23"), .. backups]);

        plan.Decisions.Should().OnlyContain(d => d.Keep);
        plan.ReasonsOf(backups[0]).Should().Equal("its original is not known");
    }

    [Fact]
    public void Backup_of_another_time_than_what_it_claims_as_original_is_judged_by_itself()
    {
        var old = Made("2026-11-21");
        var claiming = Made("2026-11-23") with { ConvertedFrom = old.Id };
        var self = Made("2026-11-20");
        self = self with { ConvertedFrom = self.Id };

        var plan = Plan(new RetentionPolicy { KeepLast = 1 }, Now, [claiming, old, self]);

        plan.Days().Should().Be("2026-11-23 [2026-11-21] [2026-11-20]");
        plan.ReasonsOf(claiming).Should().Equal("the last one", "the newest good backup");
    }
}
