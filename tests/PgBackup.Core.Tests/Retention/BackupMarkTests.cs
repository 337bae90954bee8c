using System.Globalization;
using FluentAssertions;
using PgBackup.Stores;
using Xunit;

namespace PgBackup.Tests.Retention;

[Trait("Category", "Unit")]
public sealed class BackupMarkTests
{
    private const string Id = "20260131-020000-0a1b2c3d";

    private static readonly DateTimeOffset Start = new(2026, 2, 1, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Name_of_the_file_tells_all()
    {
        var mark = BackupMark.Create(Id, MarkKind.Verified, VerificationLevel.Structure, Start);

        mark.FileName.Should().MatchRegex(@"^20260131-020000-0a1b2c3d\.verified-structure\.20260201-030405678-[0-9a-f]{8}\.mark\.json$");
        BackupMark.Parse(mark.FileName).Should().Be(mark);
        mark.At.Should().Be(Start);
    }

    [Theory]
    [InlineData("20260131-020000-0a1b2c3d.manifest.json")]
    [InlineData("20260131-020000-0a1b2c3d.sql.gz")]
    [InlineData("20260131-020000-0a1b2c3d.mark.json")]
    [InlineData("20260131-020000-0a1b2c3d.praised.20260201-030405678-00000000.mark.json")]
    [InlineData("20260131-020000-0a1b2c3d.pinned.20261301-030405678-00000000.mark.json")]
    [InlineData("20260131-020000-0a1b2c3d.pinned.20260201-030405678-0000000.mark.json")]
    [InlineData("../20260131-020000-0a1b2c3d.pinned.20260201-030405678-00000000.mark.json")]
    [InlineData("notes.mark.json")]
    public void Other_names_are_no_marks(string name) => BackupMark.Parse(name).Should().BeNull();

    [Theory]
    [InlineData(BackupState.Complete, "")]
    [InlineData(BackupState.Complete, "pinned")]
    [InlineData(BackupState.Verified, "verified-checksums")]
    [InlineData(BackupState.Verified, "verified-structure pinned")]
    [InlineData(BackupState.TestRestored, "test-restored verified-checksums")]
    [InlineData(BackupState.Suspect, "suspect-checksums")]
    [InlineData(BackupState.Suspect, "test-restored suspect-checksums")]
    [InlineData(BackupState.Verified, "suspect-checksums verified-checksums")]
    [InlineData(BackupState.Suspect, "suspect-structure verified-checksums")] // It did not look where the damage is.
    [InlineData(BackupState.TestRestored, "suspect-structure test-restored")]
    [InlineData(BackupState.TestRestored, "test-restored suspect-checksums verified-structure")]
    [InlineData(BackupState.Suspect, "verified-structure suspect-test-restore verified-structure")]
    public void State_follows_from_the_outcomes_in_their_order(BackupState state, string words) =>
        Marks(words).AddTo(Histories.Made("2026-01-31")).State.Should().Be(state);

    [Fact]
    public void Of_two_outcomes_of_one_moment_the_bad_one_counts()
    {
        var marks = new BackupMarks([
            BackupMark.Create(Id, MarkKind.Suspect, VerificationLevel.Checksums, Start),
            BackupMark.Create(Id, MarkKind.Verified, VerificationLevel.TestRestore, Start)]);

        marks.AddTo(Histories.Made("2026-01-31")).State.Should().Be(BackupState.Suspect);
    }

    [Fact]
    public void Next_mark_is_later_than_all_others_whatever_the_clock_says()
    {
        var marks = Marks("verified-checksums suspect-checksums");

        marks.Next(Start.AddDays(-1)).Should().Be(Start.AddMinutes(1).AddMilliseconds(1));
        marks.Next(Start.AddDays(1)).Should().Be(Start.AddDays(1));
    }

    [Theory]
    [InlineData("verified-checksums", "verified-structure", "verified-checksums")]
    [InlineData("test-restored", "verified-structure", "")]
    [InlineData("suspect-structure", "verified-checksums", "")]
    [InlineData("suspect-structure pinned", "verified-structure", "suspect-structure")]
    [InlineData("verified-structure suspect-checksums", "suspect-structure", "suspect-checksums")]
    public void New_outcome_makes_those_worthless_that_looked_no_deeper(string before, string outcome, string worthless)
    {
        var all = Marks($"{before} {outcome}");

        all.SupersededBy(all.All[^1]).Select(m => m.Word).Should().Equal(worthless.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Uses_and_deletion_of_a_backup_exclude_each_other()
    {
        const string id = "20260131-020000-0000beef";
        using (BackupUses.Begin(id))
        {
            using (BackupUses.Begin(id))
                BackupUses.TryBeginDeletion(id).Should().BeNull();
            BackupUses.Contains(id).Should().BeTrue();
            BackupUses.TryBeginDeletion(id).Should().BeNull();
        }

        BackupUses.Contains(id).Should().BeFalse();
        using (BackupUses.TryBeginDeletion(id))
        {
            BackupUses.TryBeginDeletion(id).Should().BeNull();
            FluentActions.Invoking(() => BackupUses.Begin(id)).Should().Throw<PgBackupException>()
                .Which.Code.Should().Be(PgBackupErrorCodes.BackupNotFound);
        }

        BackupUses.Begin(id).Dispose();
    }

    private static BackupMarks Marks(string words) => new(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) =>
        BackupMark.Parse(
            $"{Id}.{word}.{Start.AddMinutes(i).ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture)}-00000000.mark.json")!));
}
