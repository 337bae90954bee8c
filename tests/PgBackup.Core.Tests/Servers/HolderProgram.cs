using PgBackup.Playground.Servers;

namespace PgBackup.Tests.Servers;

/// <summary>This assembly as a program: it starts a server, tells of it, and ends as it is told. <see cref="Holder"/> runs it.</summary>
internal static class HolderProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not ["hold", var major])
        {
            await Console.Error.WriteLineAsync("These are tests: run them with 'dotnet test'.");
            return 2;
        }

        var server = await ThrowawayServer.StartAsync(major == "any" ? null : int.Parse(major, provider: null));
        await server.CreateDatabaseAsync("held");
        Console.WriteLine(server.Source);
        Console.WriteLine(server.ConnectionString);
        Console.WriteLine(server.DataDirectory);
        if (await Console.In.ReadLineAsync() == "dispose")
            await server.DisposeAsync();
        return 0;
    }
}
