using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using Spectre.Console;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>doctor</c>: what a backup would miss, or a restore would stumble on.</summary>
internal sealed class DoctorCommand() : HostCommand(
    "doctor",
    "Tells what a backup would miss, or a restore would stumble on, and what helps.",
    CommandNeeds.Connection | CommandNeeds.History)
{
    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateHost(arguments, terminal);
        var report = await host.Backup.ExamineAsync(cancellationToken);

        Write(report, terminal);
        if (terminal.Json)
            Terminal.Result(Json.Write(report));
        return report.IsHealthy ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Write(DoctorReport report, Terminal terminal)
    {
        terminal.Heading($"{report.Database} on PostgreSQL {report.ServerVersion}, as {report.Role}");
        foreach (var finding in report.Findings)
        {
            var about = finding.ObjectName.Length == 0 ? "" : $"{finding.ObjectName}: ";
            terminal.Parts(
                ($"  {finding.Severity.ToString().ToLowerInvariant(),-8} ", StyleOf(finding.Severity)),
                ($"{about}{finding.Message}", Style.Plain));
            if (finding.Remedy is not null)
                terminal.Note($"           {finding.Remedy}");
        }

        var errors = report.Findings.Count(f => f.Severity == FindingSeverity.Error);
        if (errors > 0)
            terminal.Error($"{Quantity.Count(errors, "finding")} would make a backup or restore fail.");
        else if (report.Findings.Count > 0)
            terminal.Success("A backup would succeed; see the findings above.");
        else
            terminal.Success("Nothing found: a backup would be complete.");
    }

    private static Style StyleOf(FindingSeverity severity) => new(severity switch
    {
        FindingSeverity.Error => Color.Red,
        FindingSeverity.Warning => Color.Yellow,
        _ => Color.Grey,
    });
}
