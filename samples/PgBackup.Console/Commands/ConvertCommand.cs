using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>convert ID</c>: writes a backup once more in another format.</summary>
internal sealed class ConvertCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();
    private readonly Option<string?> _format = Values.Format("Format of the new backup. Default: as the original.");
    private readonly Option<BackupCompression?> _compress = Values.Words<BackupCompression>(
        "--compress", "Compression. Default: as the original.");
    private readonly Option<int?> _jobs = Values.Jobs("Threads that convert rows at the same time, 1 to 64.");

    public ConvertCommand()
        : base("convert", "Writes a backup once more, in another format or with another compression; needs no server. "
            + "The last line on standard output is the new backup's id.", CommandNeeds.Store)
    {
        Add(_id);
        Add(_format);
        Add(_compress);
        Add(_jobs);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateHost(arguments, terminal);
        var options = new ConvertOptions
        {
            Format = host.RequireFormat(arguments.GetValue(_format)),
            Compression = arguments.GetValue(_compress),
            Jobs = arguments.GetValue(_jobs),
        };
        if (options.Format is null && options.Compression is null)
            throw new UsageException("There is nothing to convert: give --format, --compress or both.");

        var backup = await ProgressDisplay.ShowBackupAsync(
            terminal, progress => host.Backup.ConvertAsync(arguments.GetRequiredValue(_id), options, progress, cancellationToken));

        BackupSummary.Write(backup, terminal);
        Terminal.Result(terminal.Json ? Json.Write(backup) : backup.Id);
        return ExitCodes.Done;
    }
}
