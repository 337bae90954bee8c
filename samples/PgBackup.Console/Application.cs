using System.CommandLine;
using System.CommandLine.Invocation;
using PgBackup.ConsoleHost.Commands;
using PgBackup.ConsoleHost.Commands.Histories;
using PgBackup.ConsoleHost.Commands.Schedules;
using PgBackup.ConsoleHost.Hosting;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost;

/// <summary>The program from arguments to exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = Parse(args);
        if (arguments.Action is ParseErrorAction)
            return RefuseUsage(arguments);

        using var interruption = new Interruption();
        // Interruption replaces the built-in handling of Ctrl-C, which gives up after two seconds: undoing a restore may take longer.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await arguments.InvokeAsync(configuration, interruption.Token);
    }

    /// <summary>Reads the arguments, and does nothing.</summary>
    // A table name may begin with '@': no response files.
    internal static ParseResult Parse(IReadOnlyList<string> args) =>
        CreateRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static RootCommand CreateRoot()
    {
        var demo = new DemoCommand();
        var root = new RootCommand("Backs up and restores PostgreSQL databases. Without a command it runs the demo.")
        {
            demo,
            new BackupCommand(),
            new RestoreCommand(),
            new ListCommand(),
            new ShowCommand(),
            new VerifyCommand(),
            new ConvertCommand(),
            new DeleteCommand(),
            new PruneCommand(),
            new PinCommand(isPinned: true),
            new PinCommand(isPinned: false),
            new DoctorCommand(),
            new SelfTestCommand(),
            new MigrateCommand(),
            new ScheduleCommand(),
            new HistoryCommand(),
            new HealthCommand(),
        };
        root.Action = demo.Action;
        return root;
    }

    private static int RefuseUsage(ParseResult arguments)
    {
        var terminal = new Terminal();
        foreach (var error in arguments.Errors.Select(e => e.Message).Distinct())
            terminal.Error(Secrets.Redact(error));

        var command = arguments.CommandResult.Command;
        terminal.Line($"Usage: {(command is RootCommand ? "pgbackup --help" : $"pgbackup {command.Name} --help")}");
        return ExitCodes.Usage;
    }
}
