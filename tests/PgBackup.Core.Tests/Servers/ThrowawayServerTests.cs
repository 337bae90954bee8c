using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Servers;
using Xunit;

namespace PgBackup.Tests.Servers;

public sealed class ThrowawayServerTests
{
    [Theory]
    [EachMajor]
    public async Task Server_of_the_major_asked_for_answers(int major)
    {
        var server = await PostgresServers.GetAsync(major);

        server.Major.Should().Be(major);
        server.Source.Should().Contain($"{major}");
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        (await database.ScalarAsync<string>("SHOW server_version_num")).Should().StartWith($"{major}");
        (await database.ScalarAsync<string>("SHOW wal_level")).Should().Be("logical");
        (await database.ScalarAsync<string>("SHOW server_encoding")).Should().Be("UTF8");
        (await database.ScalarAsync<string>("SELECT datcollate::text FROM pg_database WHERE datname = current_database()"))
            .Should().Be("C");
    }

    [Fact]
    public async Task Only_this_machine_can_connect()
    {
        await using var server = await StartOwnAsync();
        var port = new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;

        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(address => !IPAddress.IsLoopback(address)).ToList();
        if (OperatingSystem.IsLinux())
            others.Add(IPAddress.Parse("127.0.0.2")); // loopback too, but not the address that the server is bound to
        foreach (var address in others)
        {
            using var client = new TcpClient(address.AddressFamily);
            var connect = async () => await client.ConnectAsync(address, port).WaitAsync(TimeSpan.FromSeconds(10));
            await connect.Should().ThrowAsync<SocketException>($"{address} is not 127.0.0.1");
        }
    }

    [Fact]
    public async Task Wrong_password_is_refused()
    {
        var server = await PostgresServers.GetAsync(TestMajors.Any);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        var open = () => connection.OpenAsync();

        (await open.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Disposed_server_leaves_no_process_and_no_folder()
    {
        var server = await StartOwnAsync();
        var data = server.DataDirectory!;
        Directory.Exists(data).Should().BeTrue();

        await server.DisposeAsync();

        Directory.Exists(Path.GetDirectoryName(data)).Should().BeFalse();
        IsListening(server.ConnectionString).Should().BeFalse();
    }

    [Theory]
    [EachMajor(ShutdownMode.Fast, ShutdownMode.Immediate)]
    public async Task Restart_keeps_port_and_committed_data(int major, ShutdownMode mode)
    {
        await using var server = await StartOwnAsync(major);
        await using var database = await TestDatabase.CreateAsync(server);
        await database.ExecuteAsync("CREATE TABLE kept (i int); INSERT INTO kept VALUES (42)");

        await server.StopAsync(mode);
        IsListening(server.ConnectionString).Should().BeFalse();
        await server.StartAgainAsync();

        (await database.ScalarAsync<int>("SELECT i FROM kept")).Should().Be(42);
        (await server.ReadLogAsync()).Should().Contain(line =>
            line.Contains(mode == ShutdownMode.Fast ? "received fast shutdown" : "not properly shut down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_servers_run_side_by_side()
    {
        var starts = await Task.WhenAll(StartOwnAsync(), StartOwnAsync());
        await using var first = starts[0];
        await using var second = starts[1];

        await first.CreateDatabaseAsync("only_here");

        first.DataDirectory.Should().NotBe(second.DataDirectory);
        (await DatabaseNamesAsync(first.ConnectionString)).Should().Contain("only_here");
        (await DatabaseNamesAsync(second.ConnectionString)).Should().NotContain("only_here");
    }

    [Fact]
    public async Task Settings_reach_the_server_literally()
    {
        var options = OwnOptions();
        options.Settings["max_locks_per_transaction"] = "17";
        options.Settings["wal_level"] = "replica";
        options.Settings["application_name"] = @"it's a \ name";
        await using var server = await ThrowawayServer.StartAsync(options);
        await using var database = await TestDatabase.CreateAsync(server);

        (await database.ScalarAsync<string>("SHOW max_locks_per_transaction")).Should().Be("17");
        (await database.ScalarAsync<string>("SHOW wal_level")).Should().Be("replica");
        (await database.ScalarAsync<string>("SHOW application_name")).Should().Be(@"it's a \ name");
    }

    [Fact]
    public async Task Server_that_does_not_start_says_why_and_leaves_nothing()
    {
        var parent = Directory.CreateTempSubdirectory("pgbackup-test-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(parent.FullName, (UnixFileMode)0b111_111_111); // root's servers run as another account
        var options = OwnOptions();
        options.DataParent = parent.FullName;
        options.Settings["shared_buffers"] = "much";

        var start = () => ThrowawayServer.StartAsync(options);

        var thrown = (await start.Should().ThrowAsync<ServerStartException>()).Which;
        thrown.Message.Should().Contain("did not start").And.Contain("shared_buffers");
        thrown.Log.Should().NotBeEmpty();
        parent.EnumerateFileSystemInfos().Should().BeEmpty();
        parent.Delete();
    }

    [Fact]
    public async Task Data_directory_may_lie_elsewhere()
    {
        var parent = Directory.CreateTempSubdirectory("pgbackup-test-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(parent.FullName, (UnixFileMode)0b111_111_111);
        var options = OwnOptions();
        options.DataParent = parent.FullName;

        var server = await ThrowawayServer.StartAsync(options);
        server.DataDirectory.Should().StartWith(parent.FullName);
        await server.DisposeAsync();

        parent.EnumerateFileSystemInfos().Should().BeEmpty();
        parent.Delete();
    }

    [Fact]
    public async Task Start_that_is_cancelled_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        var start = () => ThrowawayServer.StartAsync(OwnOptions(), cancelled.Token);

        await start.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Unsupported_major_is_refused()
    {
        var start = () => ThrowawayServer.StartAsync(12);

        (await start.Should().ThrowAsync<ArgumentOutOfRangeException>()).WithMessage("PostgreSQL 12 is not supported; 13 to 18 are.*");
    }

    internal static async Task<IReadOnlyList<string>> DatabaseNamesAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT datname FROM pg_database");
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    internal static bool IsListening(string connectionString)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, new NpgsqlConnectionStringBuilder(connectionString).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static ThrowawayServerOptions OwnOptions(int? major = null) => new() { Major = major ?? TestMajors.Any, AllowExisting = false };

    private static Task<ThrowawayServer> StartOwnAsync(int? major = null) => ThrowawayServer.StartAsync(OwnOptions(major));
}
