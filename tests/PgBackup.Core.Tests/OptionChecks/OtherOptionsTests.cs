using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PgBackup.Tests.OptionChecks;

/// <summary>Options and arguments of the calls that have few of them.</summary>
[Trait("Category", "Unit")]
public sealed class OtherOptionsTests
{
    public static TheoryData<string, Func<IDatabaseBackup, Task>> WrongCalls => new()
    {
        { "Format, Compression or both", b => b.ConvertAsync(Refusals.SomeId, new ConvertOptions()) },
        { "Jobs must be from 1 to 64", b => b.ConvertAsync(Refusals.SomeId, new ConvertOptions { Format = "csv", Jobs = 0 }) },
        { "gzip, zstd or none", b => b.ConvertAsync(Refusals.SomeId, new ConvertOptions { Compression = (BackupCompression)9 }) },
        { "checksums, structure or test restore", b => b.VerifyBackupAsync(Refusals.SomeId, (VerificationLevel)9) },
        { "Limit must be more than zero", b => b.ListBackupsAsync(new BackupFilter { Limit = 0 }) },
        { "MaxTableBytes must not be negative", b => b.SelfTestAsync(new SelfTestOptions { MaxTableBytes = -1 }) },
        { "MaxBytes must not be negative", b => b.SelfTestAsync(new SelfTestOptions { MaxBytes = -1 }) },
        { "offset", b => b.OpenBackupAsync(Refusals.SomeId, -1, null) },
        { "length must not be negative", b => b.OpenBackupAsync(Refusals.SomeId, 0, -1) },
        { "holds a null", b => b.ValidateConstraintsAsync([null!]) },
        { "backupId", b => b.RestoreBackupAsync("../x") },
        { "backupId", b => b.PlanRestoreAsync("") },
        { "backupId", b => b.ConvertAsync("x", new ConvertOptions { Format = "csv" }) },
        { "backupId", b => b.VerifyBackupAsync("x") },
        { "backupId", b => b.FindBackupAsync("x") },
        { "backupId", b => b.ReadManifestAsync("x") },
        { "backupId", b => b.DeleteBackupAsync("x") },
        { "backupId", b => b.PinBackupAsync("x") },
        { "backupId", b => b.UnpinBackupAsync("x") },
        { "backupId", b => b.OpenBackupAsync("x") },
    };

    public static TheoryData<string, Func<IScheduledBackupService, Task>> WrongScheduleCalls => new()
    {
        { "count", s => s.ListUpcomingAsync("daily", 0) },
        { "count", s => s.ListUpcomingAsync("daily", 1001) },
        { "limit", s => s.ListRunsAsync(null, 0) },
        { "limit", s => s.ListRunsAsync(null, 10_001) },
        { "schedule", s => s.AddAsync(null!) },
        { "Id must be", s => s.AddAsync(new BackupSchedule { Id = "a b", Schedule = "@daily" }) },
        { "has 1 field", s => s.AddAsync(new BackupSchedule { Id = "a", Schedule = "daily" }) },
        { "has 1 field", s => s.UpdateAsync(new BackupSchedule { Id = "a", Schedule = "daily" }) },
        {
            "'a': Format 'exotic' is not registered; there is csv, json, sql",
            s => s.AddAsync(new BackupSchedule { Id = "a", Schedule = "@daily", Options = new BackupOptions { Format = "exotic" } })
        },
        { "Options must not be null", s => s.AddAsync(new BackupSchedule { Id = "a", Schedule = "@daily", Options = null! }) },
    };

    public static TheoryData<string, Func<IBackupHistory, Task>> WrongHistoryCalls => new()
    {
        { "Limit must be 1 to 1000", h => h.ListAsync(new HistoryFilter { Limit = 0 }) },
        { "Limit must be 1 to 1000", h => h.ListAsync(new HistoryFilter { Limit = 1001 }) },
        { "Cursor must be the Next of a page", h => h.ListAsync(new HistoryFilter { Cursor = "x" }) },
        { "period", h => h.GetStatisticsAsync(DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch) },
        { "ten years at most", h => h.GetStatisticsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(11)) },
        { "KeepFor", h => h.PruneAsync(new HistoryRetention { KeepFor = TimeSpan.FromHours(1) }) },
        { "MaxRows", h => h.PruneAsync(new HistoryRetention { MaxRows = 99 }) },
    };

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public Task Wrong_argument_is_refused_before_anything_is_touched(string words, Func<IDatabaseBackup, Task> call) =>
        Refusals.RequireAsync(call, words);

    [Theory]
    [MemberData(nameof(WrongScheduleCalls))]
    public async Task Wrong_argument_of_schedules_is_refused_before_anything_is_touched(
        string words, Func<IScheduledBackupService, Task> call) => await RefusedAsync(call, words);

    [Theory]
    [MemberData(nameof(WrongHistoryCalls))]
    public async Task Wrong_argument_of_the_history_is_refused_before_anything_is_touched(
        string words, Func<IBackupHistory, Task> call) => await RefusedAsync(call, words);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Caller_without_a_name_is_refused(string? name) =>
        FluentActions.Invoking(() => PgBackupCaller.Use(name!)).Should().Throw<ArgumentException>().WithMessage("*name*");

    [Fact]
    public void Caller_whose_name_is_too_long_is_refused() =>
        FluentActions.Invoking(() => PgBackupCaller.Use(new string('x', 201)))
            .Should().Throw<ArgumentException>().WithMessage("*200 characters at most; it has 201*");

    private static async Task RefusedAsync<TService>(Func<TService, Task> call, string words)
        where TService : notnull
    {
        await using var provider = new ServiceCollection()
            .AddPgBackup(o => (o.ConnectionString, o.Directory) = ("Host=127.0.0.1;Port=1", "unused")).Services.BuildServiceProvider();

        var act = () => call(provider.GetRequiredService<TService>());

        (await act.Should().ThrowAsync<ArgumentException>()).WithMessage($"*{words}*");
    }
}
