using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Retention;

public sealed class RetentionPolicyTests : IDisposable
{
    private readonly BackupHost _host = new();

    public static TheoryData<string, RetentionPolicy> BadPolicies => new()
    {
        { "KeepLast", new RetentionPolicy { KeepLast = 0 } },
        { "KeepLast", new RetentionPolicy { KeepLast = -1 } },
        { "KeepFor", new RetentionPolicy { KeepFor = TimeSpan.Zero } },
        { "Daily", new RetentionPolicy { Daily = 0 } },
        { "Weekly", new RetentionPolicy { Weekly = 0 } },
        { "Monthly", new RetentionPolicy { Monthly = -12 } },
        { "Yearly", new RetentionPolicy { Yearly = 0 } },
        { "MaxTotalBytes", new RetentionPolicy { MaxTotalBytes = 0 } },
        { "TimeZone", new RetentionPolicy { TimeZone = "Europe/Atlantis" } },
        { "TimeZone", new RetentionPolicy { TimeZone = "" } },
    };

    public static TheoryData<string, RetentionOptions> BadOptions => new()
    {
        { "Database", new RetentionOptions { Database = "" } },
        { "ScheduleId", new RetentionOptions { ScheduleId = "" } },
        { "Label", new RetentionOptions { Label = "" } },
    };

    [Theory]
    [MemberData(nameof(BadPolicies))]
    public async Task Rule_out_of_its_range_is_refused_by_name(string member, RetentionPolicy policy)
    {
        var backups = _host.WithoutServer();

        (await backups.Invoking(b => b.PlanRetentionAsync(policy)).Should().ThrowAsync<ArgumentException>()).WithMessage($"{member}*");
        (await backups.Invoking(b => b.ApplyRetentionAsync(policy)).Should().ThrowAsync<ArgumentException>()).WithMessage($"{member}*");
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Empty_name_is_refused_rather_than_matching_nothing(string member, RetentionOptions options) =>
        (await _host.WithoutServer()
            .Invoking(b => b.ApplyRetentionAsync(new RetentionPolicy(), options)).Should().ThrowAsync<ArgumentException>())
            .WithMessage($"{member}*");

    [Fact]
    public async Task Policy_is_required() =>
        await _host.WithoutServer().Invoking(b => b.ApplyRetentionAsync(null!)).Should().ThrowAsync<ArgumentNullException>();

    [Fact]
    public async Task What_is_no_id_is_neither_pinned_nor_unpinned()
    {
        await _host.WithoutServer().Invoking(b => b.PinBackupAsync("../x")).Should().ThrowAsync<ArgumentException>();
        await _host.WithoutServer().Invoking(b => b.UnpinBackupAsync("../x")).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Missing_backup_is_not_pinned() =>
        (await _host.WithoutServer().Invoking(b => b.PinBackupAsync("20260101-000000-00000000")).Should().ThrowAsync<PgBackupException>())
            .Which.Code.Should().Be(PgBackupErrorCodes.BackupNotFound);

    public void Dispose() => _host.Dispose();
}
