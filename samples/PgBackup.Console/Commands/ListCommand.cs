using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>list</c>: the backups of a store, newest first.</summary>
internal sealed class ListCommand() : HostCommand(
    "list", "Lists the backups of a store, newest first.", CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
{
    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateHost(arguments, terminal);
        var backups = await host.Backup.ListBackupsAsync(cancellationToken: cancellationToken);

        // A mistyped directory looks like an empty store.
        if (Common.Settings(arguments).Store is { } store && !Directory.Exists(store))
            terminal.Warning($"The directory '{store}' does not exist.");
        if (terminal.Json)
            Terminal.Result(Json.Write(backups));
        else if (backups.Count > 0)
            terminal.Result(BackupTables.List(backups));
        else
            terminal.Note("There are no backups.");
        return ExitCodes.Done;
    }
}
