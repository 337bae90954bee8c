using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Hosting;
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
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("PgBackup");
        await using var host = new BackupHost(Common.Settings(arguments), terminal, configuration, LogLevel);
        return await ExecuteAsync(host.Schedules, arguments, terminal, cancellationToken);
    }
}
