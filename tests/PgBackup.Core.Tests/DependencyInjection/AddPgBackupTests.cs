using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Stores;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.DependencyInjection;

/// <summary>Some of these set <c>BACKUP_DIR</c>, so all that leave the directory out are in this class, whose tests run one after the
/// other.</summary>
public sealed class AddPgBackupTests
{
    [Fact]
    public void Nothing_but_the_call_is_needed()
    {
        var services = new ServiceCollection();
        services.AddPgBackup();
        services.AddPgBackup();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        provider.GetRequiredService<IDatabaseBackup>().Should().BeSameAs(provider.GetRequiredService<IDatabaseBackup>());
        provider.GetServices<IBackupFormat>().Select(f => f.Name).Should().Equal("sql", "json", "csv");
        provider.GetRequiredService<IBackupStore>().Description.Should().Contain(".backups");
        provider.GetRequiredService<TimeProvider>().Should().BeSameAs(TimeProvider.System);
        provider.GetServices<IValidateOptions<PgBackupOptions>>().Should().HaveCount(2);
        provider.GetService<ILoggerFactory>()
            .Should().BeNull("logging is the host's choice, and a stand-in registered here would outlive AddLogging()");
        services.Should().NotContain(s => s.ServiceType.FullName == "Microsoft.Extensions.Hosting.IHostedService");
    }

    [Fact]
    public void Services_of_the_application_win()
    {
        var services = new ServiceCollection();
        var (store, time) = (new LocalFileStore("mine"), new StoppedTime());
        services.AddSingleton<IBackupStore>(store).AddSingleton<TimeProvider>(time);
        services.AddPgBackup();
        using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IBackupStore>().Should().BeSameAs(store);
            provider.GetRequiredService<TimeProvider>().Should().BeSameAs(time);
        }

        var other = new ServiceCollection().AddPgBackup().UseStore<OwnStore>().AddFormat<OwnFormat>().Services;
        other.AddPgBackup();
        using var second = other.BuildServiceProvider();
        second.GetRequiredService<IBackupStore>().Should().BeOfType<OwnStore>();
        second.GetServices<IBackupFormat>().Select(f => f.Name).Should().Equal("sql", "json", "csv", "own");
    }

    [Fact]
    public async Task Container_is_disposed_either_way()
    {
        var provider = new ServiceCollection().AddPgBackup(o => o.ConnectionString = "Host=db").Services.BuildServiceProvider();
        provider.GetRequiredService<IDatabaseBackup>();
        provider.Dispose();

        provider = new ServiceCollection().AddPgBackup(o => o.ConnectionString = "Host=db").Services.BuildServiceProvider();
        provider.GetRequiredService<IDatabaseBackup>();
        await provider.DisposeAsync();
    }

    [Fact]
    public void Configuration_binds_every_option_in_any_case()
    {
        var options = Bind(new()
        {
            ["PgBackup:ConnectionString"] = "Host=db;Database=app",
            ["PgBackup:directory"] = "/srv/backups",
            ["PgBackup:Format"] = "sql",
            ["PgBackup:COMPRESSION"] = "zStd",
            ["PgBackup:Jobs"] = "3",
            ["PgBackup:LockTimeout"] = "00:00:05",
            ["PgBackup:History"] = "required",
            ["PgBackup:AutoMigrate"] = "false",
        });

        options.Should().BeEquivalentTo(new PgBackupOptions
        {
            ConnectionString = "Host=db;Database=app",
            Directory = "/srv/backups",
            Compression = BackupCompression.Zstd,
            Jobs = 3,
            LockTimeout = TimeSpan.FromSeconds(5),
            History = HistoryMode.Required,
            AutoMigrate = false,
        });
    }

    [Theory]
    [InlineData(null, null, ".backups")]
    [InlineData(null, "/from/variable", "/from/variable")]
    [InlineData(null, " ", ".backups")]
    [InlineData("chosen", "/from/variable", "chosen")]
    public void Directory_is_the_options_else_the_variable_else_the_default(string? option, string? variable, string expected)
    {
        var before = Environment.GetEnvironmentVariable("BACKUP_DIR");
        try
        {
            Environment.SetEnvironmentVariable("BACKUP_DIR", variable);

            Bind(new() { ["PgBackup:Directory"] = option }).Directory.Should().Be(expected);
        }
        finally
        {
            Environment.SetEnvironmentVariable("BACKUP_DIR", before);
        }
    }

    [Theory]
    [InlineData("Jobs", "0", "*Jobs*")]
    [InlineData("Jobs", "65", "*Jobs*")]
    [InlineData("Format", "", "*Format*required*")]
    [InlineData("Format", "exotic", "*'exotic' is not registered; there is csv, json, sql*")]
    [InlineData("Compression", "7", "*gzip, zstd or none; it is 7*")]
    [InlineData("History", "7", "*enabled, disabled or required; it is 7*")]
    [InlineData("LockTimeout", "00:00:00", "*more than zero*00:00:00*")]
    [InlineData("LockTimeout", "30.00:00:00", "*at most 24 days*")]
    [InlineData("Directory", "  ", "*Directory*empty*")]
    [InlineData("ConnectionString", "Database=app;Password=hunter2", "*names no Host*")]
    [InlineData("ConnectionString", "hunter2 is not a connection string", "*cannot be read*")]
    [InlineData("ConnectionString", "Host=db;Port=hunter2", "*cannot be read*")]
    [InlineData("HistoryRetention:KeepFor", "01:00:00", "*HistoryRetention*1 day to 100 years*01:00:00*")]
    [InlineData("HistoryRetention:MaxRows", "99", "*HistoryRetention*100 rows at least*99*")]
    [InlineData("Notifications:QueueCapacity", "0", "*Notifications.QueueCapacity: must be 1 to 100,000; it is 0*")]
    [InlineData("Notifications:QueueCapacity", "100001", "*Notifications.QueueCapacity*")]
    [InlineData("Notifications:FlushTimeout", "01:00:01", "*Notifications.FlushTimeout: must be zero to one hour*")]
    [InlineData("Health:Grace", "-00:00:01", "*Health.Grace: must be*")]
    [InlineData("Health:Grace", "31.00:00:00", "*Health.Grace: must be*")]
    [InlineData("Health:MaxAge", "00:00:00", "*Health.MaxAge: must be more than zero*")]
    [InlineData("Health:FailedRuns", "0", "*Health.FailedRuns: must be 1 to 1000; it is 0*")]
    [InlineData("Health:VerifiedWithin", "00:00:00", "*Health.VerifiedWithin: must be more than zero*")]
    [InlineData("Health:FreeBackups", "-1", "*Health.FreeBackups: must be*")]
    [InlineData("Health:FreeBackups", "NaN", "*Health.FreeBackups: must be*NaN*")]
    [InlineData("Health:SchedulerGrace", "00:00:59", "*Health.SchedulerGrace: must be 00:01:00 to*")]
    [InlineData("Health:RowLoss", "0", "*Health.RowLoss: must be more than 0, and 1 at most*")]
    [InlineData("Health:RowLoss", "1.5", "*Health.RowLoss*")]
    [InlineData("Health:RowLoss", "NaN", "*Health.RowLoss*")]
    [InlineData("Health:RowLossFrom", "0", "*Health.RowLossFrom: must be 1 to*")]
    [InlineData("Health:Deviations", "0.5", "*Health.Deviations: must be 1 to 1000; it is 0.5*")]
    [InlineData("Health:DeviationFloor", "101", "*Health.DeviationFloor: must be 0 to 100*")]
    [InlineData("Health:CompareWith", "4", "*Health.CompareWith: must be 5 to 50*")]
    [InlineData("Health:CacheFor", "01:00:01", "*Health.CacheFor: must be*")]
    public void Malformed_option_stops_the_start_and_repeats_no_secret(string option, string value, string expected)
    {
        using var provider = Provider(new() { [$"PgBackup:{option}"] = value });

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().WithMessage(expected).Which.ToString().Should().NotContain("hunter2");
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        using var provider = Provider(new() { ["PgBackup:Jobs"] = "0", ["PgBackup:Directory"] = "", ["PgBackup:Format"] = "exotic" });

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3);
    }

    [Fact]
    public void Format_may_read_the_options_that_name_it()
    {
        using var provider = new ServiceCollection()
            .AddPgBackup(o => o.Format = "curious").AddFormat<CuriousFormat>().Services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        provider.GetServices<IBackupFormat>().OfType<CuriousFormat>().Single().Directory.Should().Be(".backups");
    }

    [Fact]
    public async Task Database_comes_from_the_containers_data_source_where_no_connection_string_is_set()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var provider = new ServiceCollection().AddSingleton(dataSource).AddPgBackup().Services.BuildServiceProvider();

        var report = await provider.GetRequiredService<IDatabaseBackup>().ExamineAsync();

        report.Database.Should().Be(database.Name);
        (await database.ScalarAsync<int>("SELECT 1")).Should().Be(1, "the host's data source stays open");
    }

    [Fact]
    public async Task Without_any_database_the_store_is_still_served()
    {
        var directory = Directory.CreateTempSubdirectory();
        await using var provider = new ServiceCollection()
            .AddPgBackup(o => o.Directory = directory.FullName).Services.BuildServiceProvider();
        var backup = provider.GetRequiredService<IDatabaseBackup>();

        (await backup.ListBackupsAsync()).Should().BeEmpty();
        (await backup.DeleteBackupAsync("20260131-020000-0a1b2c3d")).Should().BeFalse();
        var examine = () => backup.ExamineAsync();
        await examine.Should().ThrowAsync<InvalidOperationException>().WithMessage("*ConnectionString*NpgsqlDataSource*");
        directory.Delete(recursive: true);
    }

    private static PgBackupOptions Bind(Dictionary<string, string?> settings)
    {
        using var provider = Provider(settings);
        return provider.GetRequiredService<IOptions<PgBackupOptions>>().Value;
    }

    private static ServiceProvider Provider(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddPgBackup(configuration.GetSection("PgBackup")).Services.BuildServiceProvider();
    }

    private sealed class StoppedTime : TimeProvider;
}
