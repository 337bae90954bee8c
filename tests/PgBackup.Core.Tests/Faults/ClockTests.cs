using FluentAssertions;
using PgBackup.Soak.Faults;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>Clocks that are set forth and back by hours while backups are made.</summary>
public sealed class ClockTests(FaultServer fixture) : FaultTest(fixture)
{
    [Fact]
    public async Task Ids_stay_unique_and_in_order_and_durations_positive()
    {
        var backups = Over(Source, new JumpingClock(1));
        var made = new List<BackupInfo>();
        for (var i = 0; i < 6; i++)
            made.Add(await backups.CreateBackupAsync(new BackupOptions { SchemaOnly = true }));

        made.Select(b => b.Id).Should().OnlyHaveUniqueItems();
        made.Should().OnlyContain(b => b.Duration > TimeSpan.Zero && b.Duration < TimeSpan.FromMinutes(5));
        // They bear the time of the server, which nobody has set.
        made.Should().OnlyContain(
            b => b.CreatedAt > DateTimeOffset.UtcNow.AddMinutes(-10) && b.CreatedAt < DateTimeOffset.UtcNow.AddMinutes(10));
        (await backups.ListBackupsAsync()).Select(b => b.Id).Should().Equal(made.Select(b => b.Id).Reverse());
        var restored = await Over(await DatabaseAsync(isEmpty: true), new JumpingClock(2)).RestoreBackupAsync(made[0].Id);
        restored.Duration.Should().BePositive();
        await NothingIsLeftAsync("all is done");
    }

    [Fact]
    public async Task Clock_that_is_ahead_when_another_backup_cleans_up_makes_no_backup_without_artifact()
    {
        // The other process cleans up just when the artifact is there and its manifest is not.
        var ahead = Over(Source, new AheadClock());
        await using var first = await HoldManifestAsync();
        await ahead.CreateBackupAsync(new BackupOptions { SchemaOnly = true });
        first.Release();

        await Record.ExceptionAsync(() => first.Backup);

        await NothingIsLeftAsync("a clock was ahead");
    }

    private async Task<HeldManifest> HoldManifestAsync()
    {
        var held = new HeldManifest(Store, Source);
        await held.IsHeld;
        return held;
    }

    private sealed class AheadClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(5);
    }
}
