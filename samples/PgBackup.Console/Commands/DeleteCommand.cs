using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>delete ID</c>: deletes a backup.</summary>
internal sealed class DeleteCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();

    public DeleteCommand()
        : base("delete", "Deletes a backup.", CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History) => Add(_id);

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateHost(arguments, terminal);
        var id = arguments.GetRequiredValue(_id);
        if (!await host.Backup.DeleteBackupAsync(id, cancellationToken))
            throw new PgBackupException(PgBackupErrorCodes.BackupNotFound, $"There is no backup '{id}' in this store.");

        terminal.Success($"Deleted {id}.");
        if (terminal.Json)
            Terminal.Result(Json.Write(new { Id = id, Deleted = true }));
        return ExitCodes.Done;
    }
}
