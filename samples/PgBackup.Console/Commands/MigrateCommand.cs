using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>migrate</c>: creates or upgrades the schema that logs operations.</summary>
internal sealed class MigrateCommand()
    : HostCommand("migrate", "Creates or upgrades the database's pgbackup schema.", CommandNeeds.Connection)
{
    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateHost(arguments, terminal);
        var version = await host.Backup.MigrateAsync(cancellationToken);

        terminal.Success($"The pgbackup schema is at version {version}.");
        if (terminal.Json)
            Terminal.Result(Json.Write(new { SchemaVersion = version }));
        return ExitCodes.Done;
    }
}
