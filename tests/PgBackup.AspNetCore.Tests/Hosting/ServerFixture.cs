using System.Globalization;
using PgBackup.Playground.Servers;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>One server for all tests, of the newest major that <c>PGBACKUP_TEST_MAJORS</c> names; each test makes databases of
/// its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private ThrowawayServer? _server;

    public ThrowawayServer Server => _server!;

    public async Task InitializeAsync() => _server = await ThrowawayServer.StartAsync(Major());

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static int? Major() => Environment.GetEnvironmentVariable("PGBACKUP_TEST_MAJORS") switch
    {
        null or "" => null,
        "all" => PostgresMajors.Newest,
        var majors => majors.Split(',').Max(m => int.Parse(m, CultureInfo.InvariantCulture)),
    };
}
