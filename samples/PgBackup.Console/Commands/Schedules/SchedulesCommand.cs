using System.CommandLine;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary>A command that works with schedules, which need a database.</summary>
internal abstract class SchedulesCommand(string name, string description)
    : HostCommand(name, description, CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
{
    protected static Argument<string> Id() => new("NAME") { Description = "The schedule's id." };

    protected abstract Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    protected virtual LogLevel? LogLevel => null;

    protected sealed override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateConfiguredHost(arguments, terminal, LogLevel);
        return await ExecuteAsync(host.Schedules, arguments, terminal, cancellationToken);
    }
}
