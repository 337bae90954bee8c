using System.Diagnostics;
using PgBackup.Playground.Servers;

namespace PgBackup.Soak.Faults;

/// <summary>Ends a server the hard way.</summary>
public static class ServerCrash
{
    /// <summary>Kills the server's first process (<c>kill -9</c>); its sessions notice and end by themselves.</summary>
    public static void KillPostmaster(ThrowawayServer server)
    {
        var directory = server.DataDirectory ?? throw new InvalidOperationException("The server is not one of this machine's programs.");
        var pid = int.Parse(File.ReadLines(Path.Combine(directory, "postmaster.pid")).First(), provider: null);
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Stops the server, in whatever state it is, and starts it again with the same data.</summary>
    public static async Task RecoverAsync(ThrowawayServer server)
    {
        await server.StopAsync(ShutdownMode.Immediate);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await server.StartAgainAsync();
                return;
            }
            catch (ServerStartException) when (attempt < 20)
            {
                // Sessions of the killed one still hold its shared memory.
                await Task.Delay(200);
            }
        }
    }
}
