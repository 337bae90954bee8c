using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>verify ID</c>: checks that a backup is good.</summary>
internal sealed class VerifyCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();
    private readonly Option<bool> _testRestore = Values.Flag(
        "--test-restore", "Also restore into a throw-away database on the server of --connection.");

    public VerifyCommand()
        : base("verify", "Checks every byte of a backup.", CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
    {
        Add(_id);
        Add(_testRestore);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var level = VerificationLevel.Structure;
        if (arguments.GetValue(_testRestore))
        {
            Common.RequireConnection(arguments);
            level = VerificationLevel.TestRestore;
        }

        await using var host = CreateHost(arguments, terminal);
        var id = arguments.GetRequiredValue(_id);
        var report = await ProgressDisplay.ShowActivityAsync(
            terminal, "verifying", () => host.Backup.VerifyBackupAsync(id, level, cancellationToken));

        Write(report, terminal);
        if (terminal.Json)
            Terminal.Result(Json.Write(report));
        return report.IsGood ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Write(VerificationReport report, Terminal terminal)
    {
        foreach (var problem in report.Problems)
            terminal.Line($"  {problem}");

        if (!report.IsGood)
        {
            terminal.Error($"Backup {report.BackupId} is not good: {Quantity.Count(report.Problems.Count, "problem")}.");
            return;
        }

        var depth = report.Level == VerificationLevel.TestRestore ? "checksums, structure and a test restore" : "checksums and structure";
        terminal.Success(
            $"Backup {report.BackupId} is good: {depth}; {Quantity.Bytes(report.BytesRead)} in " +
            $"{Quantity.Count(report.Segments, "segment")}, {Quantity.Duration(report.Duration)}.");
    }
}
