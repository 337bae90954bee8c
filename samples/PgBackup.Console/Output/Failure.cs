using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Playground.Servers;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Turns what went wrong into one line and an exit code.</summary>
internal static class Failure
{
    /// <remarks>The program's own words may teach how a connection string is written; others' words might quote one.</remarks>
    public static int Report(Exception exception, Terminal terminal)
    {
        var (code, line) = exception switch
        {
            OperationCanceledException => (ExitCodes.Failed, "cancelled"),
            UsageException => (ExitCodes.Usage, exception.Message),
            ArgumentException e => (ExitCodes.Usage, WithoutParameter(e)),
            OptionsValidationException e => (ExitCodes.Usage, string.Join(" ", e.Failures)),
            PgBackupException e => (ExitCodes.Failed, $"{e.Message} [{e.Code}]"),
            FailedException or NpgsqlException or ServerNotFoundException or ServerStartException => (ExitCodes.Failed, exception.Message),
            _ => (ExitCodes.Failed, $"{exception.Message} ({exception.GetType().Name})"),
        };

        if (terminal.Verbose && exception is not OperationCanceledException)
        {
            foreach (var frame in (exception.StackTrace ?? "").Split('\n'))
                terminal.Note(frame);
        }

        terminal.Error(exception is UsageException ? line : Secrets.Redact(line));
        return code;
    }

    /// <summary>.NET appends the parameter's name, which means nothing to who typed an option.</summary>
    private static string WithoutParameter(ArgumentException exception)
    {
        var message = exception.Message;
        var end = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
