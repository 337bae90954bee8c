using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace PgBackup.Tests.Scheduling;

[Trait("Category", "Unit")]
public sealed class RegistrationTests
{
    [Theory]
    [InlineData("daily backup", "0 2 * * *", null, "Schedule 'daily backup': Id must be")]
    [InlineData("daily", "0 25 * * *", null, "the hour '25' must be 0 to 23")]
    [InlineData("daily", "@daily", "Europe/Berlim", "did you mean Europe/Berlin")]
    public void Mistake_is_refused_where_it_is_written(string id, string cron, string? zone, string message)
    {
        var add = () => new ServiceCollection().AddPgBackup().AddSchedule(id, cron, s => s.TimeZone = zone);
        add.Should().Throw<ArgumentException>().WithMessage($"*{message}*");
    }

    [Fact]
    public void Every_member_that_is_out_of_its_range_is_refused()
    {
        Refuse(s => s.Retries = 21).WithMessage("*Retries must be 0 to 20*");
        Refuse(s => s.RetryDelay = TimeSpan.Zero).WithMessage("*RetryDelay must be*");
        Refuse(s => s.Timeout = TimeSpan.Zero).WithMessage("*Timeout must be*");
        Refuse(s => s.TestRestoreEvery = 0).WithMessage("*TestRestoreEvery must be*");
        Refuse(s => s.Name = new string('x', 201)).WithMessage("*Name must*");
        Refuse(s => s.Overlap = (OverlapRule)9).WithMessage("*Overlap must*");
        Refuse(s => s.MissedRuns = (MissedRunRule)9).WithMessage("*MissedRuns must*");
        Refuse(s => s.MissedRuns = MissedRunRule.RunAll).WithMessage("*needs Overlap 'wait' or 'allow'*");
        Refuse(s => s.Verification = (VerificationLevel)9).WithMessage("*Verification must*");
        Refuse(s => s.Options.Jobs = 0).WithMessage("*Jobs must be*");
        Refuse(s => (s.Options.SchemaOnly, s.Options.DataOnly) = (true, true)).WithMessage("*SchemaOnly*");
        Refuse(s => s.Retention = new RetentionPolicy { KeepLast = 0 }).WithMessage("*KeepLast must be*");

        static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Refuse(Action<BackupSchedule> change)
        {
            var add = () => new ServiceCollection().AddPgBackup().AddSchedule("daily", "@daily", change);
            return add.Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public void Configuration_gives_schedules_and_a_host_to_run_them()
    {
        using var provider = Provider(new()
        {
            ["PgBackup:Schedules:0:Id"] = "daily-backup",
            ["PgBackup:Schedules:0:Name"] = "Daily Full Backup",
            ["PgBackup:Schedules:0:Schedule"] = "0 2 * * *",
            ["PgBackup:Schedules:0:TimeZone"] = "Europe/Berlin",
            ["PgBackup:Schedules:0:Enabled"] = "false",
            ["PgBackup:Schedules:0:Options:Format"] = "csv",
            ["PgBackup:Schedules:0:Options:ExcludeTables:0"] = "log*",
            ["PgBackup:Schedules:0:Retention:KeepLast"] = "7",
            ["PgBackup:Schedules:0:Overlap"] = "wait",
            ["PgBackup:Schedules:1:Id"] = "hourly",
            ["PgBackup:Schedules:1:Schedule"] = "@hourly",
            ["PgBackup:Scheduling:Lease"] = "00:00:30",
        });

        var options = provider.GetRequiredService<IOptions<PgBackupOptions>>().Value;
        var schedule = options.Schedules.Should().HaveCount(2).And.Subject.First();
        (schedule.Id, schedule.Name, schedule.Schedule, schedule.TimeZone, schedule.Enabled, schedule.Overlap)
            .Should().Be(("daily-backup", "Daily Full Backup", "0 2 * * *", "Europe/Berlin", false, OverlapRule.Wait));
        (schedule.Options.Format, schedule.Options.ExcludeTables.Single(), schedule.Retention!.KeepLast).Should().Be(("csv", "log*", 7));
        options.Scheduling.Lease.Should().Be(TimeSpan.FromSeconds(30));
        provider.GetServices<IHostedService>().Should().ContainSingle();
    }

    [Theory]
    [InlineData("Schedules:0:Schedule", "0 2 * *", "has 4 fields")]
    [InlineData("Schedules:0:Options:Format", "exotic", "Schedule 'daily': Format 'exotic' is not registered; there is csv, json, sql.")]
    [InlineData("Schedules:1:Id", "daily", "there are two of the id 'daily'")]
    [InlineData("Scheduling:Lease", "00:00:01", "Scheduling.Lease: must be 00:00:02 to 01:00:00")]
    [InlineData("Scheduling:PollInterval", "00:00:00", "Scheduling.PollInterval: must be")]
    [InlineData("Scheduling:MissedAfter", "00:00:00", "Scheduling.MissedAfter: must be")]
    [InlineData("Scheduling:MaxConcurrentRuns", "0", "Scheduling.MaxConcurrentRuns: must be 1 to 64")]
    [InlineData("Scheduling:Instance", "", "Scheduling.Instance: must have 1 to 200")]
    public void Configuration_that_is_wrong_keeps_the_host_from_starting(string key, string value, string message)
    {
        using var provider = Provider(new()
        {
            ["PgBackup:Schedules:0:Id"] = "daily",
            ["PgBackup:Schedules:0:Schedule"] = "@daily",
            ["PgBackup:Schedules:1:Id"] = "other",
            ["PgBackup:Schedules:1:Schedule"] = "@daily",
            [$"PgBackup:{key}"] = value,
        });

        var validate = () => provider.GetRequiredService<IStartupValidator>().Validate();
        validate.Should().Throw<OptionsValidationException>().WithMessage($"*{message}*");
    }

    [Fact]
    public void Nothing_is_hosted_without_schedules_and_once_with_many()
    {
        using (var provider = Provider([]))
            provider.GetServices<IHostedService>().Should().BeEmpty();
        using var many = new ServiceCollection().AddPgBackup(o => o.ConnectionString = "Host=db")
            .AddSchedule("a", "@daily").AddSchedule("b", "@daily").AddScheduler().Services.BuildServiceProvider();
        many.GetServices<IHostedService>().Should().ContainSingle();
    }

    private static ServiceProvider Provider(Dictionary<string, string?> settings)
    {
        settings["PgBackup:ConnectionString"] = "Host=db";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddPgBackup(configuration.GetSection("PgBackup")).Services.BuildServiceProvider();
    }
}
