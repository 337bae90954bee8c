using PgBackup.Playground.Servers;

namespace PgBackup.ConsoleHost.Tests.Running;

/// <summary>One server for all tests; each makes databases of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private ThrowawayServer? _server;

    public ThrowawayServer Server => _server!;

    public async Task InitializeAsync() => _server = await ThrowawayServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
