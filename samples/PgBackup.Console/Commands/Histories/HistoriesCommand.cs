using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Histories;

/// <summary>A command that works with the history, which needs a database.</summary>
internal abstract class HistoriesCommand(string name, string description) : HostCommand(name, description, CommandNeeds.Connection)
{
    protected abstract Task<int> ExecuteAsync(
        IBackupHistory history, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    protected sealed override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateConfiguredHost(arguments, terminal);
        return await ExecuteAsync(host.History, arguments, terminal, cancellationToken);
    }
}
