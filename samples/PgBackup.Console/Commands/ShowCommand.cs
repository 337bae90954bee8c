using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>show ID</c>: what a backup holds.</summary>
internal sealed class ShowCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();

    public ShowCommand()
        : base("show", "Shows what a backup holds.", CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History) => Add(_id);

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateHost(arguments, terminal);
        var manifest = await host.Backup.ReadManifestAsync(arguments.GetRequiredValue(_id), cancellationToken);

        if (terminal.Json)
        {
            Terminal.Result(BackupContents.ToJson(manifest).ToJsonString(Json.Options));
            return ExitCodes.Done;
        }

        terminal.Result(BackupTables.Facts(manifest));
        terminal.Result(BackupTables.Definitions(manifest));
        terminal.Result(BackupTables.Data(manifest));
        return ExitCodes.Done;
    }
}
