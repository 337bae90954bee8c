using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Postgres;

public sealed class CopySessionTests
{
    // Rows of no bytes, of some, and of more than any buffer takes.
    private const string Rows = """
        COPY (SELECT i, repeat(chr(97 + i % 26), CASE WHEN i % 5000 = 0 THEN 700000 WHEN i % 7 = 0 THEN 0 ELSE i % 300 END)
              FROM generate_series(1, 20000) i) TO STDOUT
        """;

    [Theory]
    [EachMajor]
    public async Task Socket_gives_the_bytes_that_Npgsql_gives(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        using var socket = Open(database.ConnectionString)!;
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        using var npgsql = new NpgsqlCopySession(connection, ownsConnection: false);

        foreach (var size in new[] { 1000, 65536, 300_000 })
            Copy(socket, Rows, size).AsSpan().SequenceEqual(Copy(npgsql, Rows, size)).Should().BeTrue($"a buffer takes {size} bytes");
        Copy(socket, "COPY (SELECT WHERE false) TO STDOUT", 1000).Should().BeEmpty();
    }

    [Fact]
    public async Task Error_within_a_copy_is_thrown_and_the_session_goes_on()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var session = Open(database.ConnectionString)!;

        var copy = () => Copy(session, "COPY (SELECT 1 / (100000 - i) FROM generate_series(1, 200000) i) TO STDOUT", 4096);
        copy.Should().Throw<PostgresException>()
            .Where(e => e.SqlState == PostgresErrorCodes.DivisionByZero && e.MessageText.Contains("zero"));
        var statement = () => session.Execute("SELEC 1");
        statement.Should().Throw<PostgresException>().Where(e => e.SqlState == PostgresErrorCodes.SyntaxError);

        Copy(session, "COPY (SELECT 7) TO STDOUT", 10).Should().Equal("7\n"u8.ToArray());
    }

    [Fact]
    public async Task Cancelled_copy_fails_at_once()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var session = Open(database.ConnectionString)!;
        session.BeginCopy("COPY (SELECT i, pg_sleep(0.01) FROM generate_series(1, 100000) i) TO STDOUT");
        var reading = Task.Run(() => session.Read(new byte[1024 * 1024]));
        await Task.Delay(100);

        session.Cancel();

        var read = () => reading.WaitAsync(TimeSpan.FromSeconds(10));
        await read.Should().ThrowAsync<NpgsqlException>();
    }

    [Fact]
    public async Task Login_that_fails_is_left_to_Npgsql()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "there is none" };

        Open(missing.ConnectionString).Should().BeNull();
        Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SslMode = SslMode.Require }.ConnectionString).Should().BeNull();
    }

    [Fact]
    public async Task Server_that_encrypts_never_gets_a_plain_login()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Username = "somebody",
            Password = "secret",
            SslMode = SslMode.Prefer,
        };
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var request = new byte[8];
            await client.GetStream().ReadExactlyAsync(request);
            await client.GetStream().WriteAsync("S"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[1]);
        });

        Open(settings.ConnectionString).Should().BeNull();

        (await server.WaitAsync(TimeSpan.FromSeconds(10))).Should().Be(0, "nothing follows the server's consent to encrypt");
    }

    private static SocketCopySession? Open(string connectionString) => LoginRelay.Open(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false },
        settings => NpgsqlDataSource.Create(settings),
        static _ => { });

    private static byte[] Copy(ICopySession session, string statement, int bufferSize)
    {
        using var all = new MemoryStream();
        var buffer = new byte[bufferSize];
        session.BeginCopy(statement);
        int read;
        do
        {
            read = session.Read(buffer);
            all.Write(buffer, 0, read);
        }
        while (read == buffer.Length);
        return all.ToArray();
    }
}
