using System.CommandLine;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>health</c>: how it stands with backups; the exit code says it to scripts.</summary>
internal sealed class HealthCommand : HostCommand
{
    private readonly Option<bool> _strict = Values.Flag("--strict", "Fail when backups are degraded, too.");

    public HealthCommand()
        : base(
            "health", "Tells how it stands with backups. Fails (exit code 1) when they are unhealthy.",
            CommandNeeds.Connection | CommandNeeds.Store) => Add(_strict);

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateConfiguredHost(arguments, terminal, LogLevel.Error);
        var health = await host.Health.CheckAsync(cancellationToken);

        if (terminal.Json)
        {
            Terminal.Result(Json.Write(health));
        }
        else
        {
            if (health.Reasons.Count > 0)
                terminal.Result(HealthTables.Reasons(health.Reasons));
            if (health.Schedules.Any(s => s.ScheduleId is not null || s.NewestGoodAt is not null))
                terminal.Result(HealthTables.Schedules(health.Schedules));
        }

        switch (health.Status)
        {
            case BackupHealthStatus.Healthy:
                terminal.Success("Backups are healthy.");
                return ExitCodes.Done;
            case BackupHealthStatus.Degraded when !arguments.GetValue(_strict):
                terminal.Warning("Backups are degraded.");
                return ExitCodes.Done;
            default:
                terminal.Error($"Backups are {health.Status.ToString().ToLowerInvariant()}.");
                return ExitCodes.Failed;
        }
    }
}
