using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Hosting;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary>A command of the program: its options, and what it does with the library.</summary>
internal abstract class HostCommand : Command
{
    protected HostCommand(string name, string description, CommandNeeds needs)
        : base(name, description)
    {
        Common.AddTo(this, needs);
        SetAction(InvokeAsync);
    }

    protected CommonOptions Common { get; } = new();

    /// <summary>Does the work.</summary>
    /// <returns>The exit code; failures are thrown.</returns>
    protected abstract Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    protected BackupHost CreateHost(ParseResult arguments, Terminal terminal) => new(Common.Settings(arguments), terminal);

    /// <summary>Makes a host that also reads variables of the environment, such as <c>PgBackup__Health__MaxAge</c>.</summary>
    protected BackupHost CreateConfiguredHost(ParseResult arguments, Terminal terminal, LogLevel? logLevel = null)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("PgBackup");
        return new BackupHost(Common.Settings(arguments), terminal, configuration, logLevel);
    }

    private async Task<int> InvokeAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var terminal = new Terminal { Json = Common.Json(arguments), Verbose = Common.Verbose(arguments) };
        try
        {
            return await ExecuteAsync(arguments, terminal, cancellationToken);
        }
        catch (Exception e)
        {
            return Failure.Report(e, terminal);
        }
    }
}
