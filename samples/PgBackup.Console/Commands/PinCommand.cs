using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>pin ID</c> and <c>unpin ID</c>: keeps a backup from <c>prune</c>.</summary>
internal sealed class PinCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();
    private readonly bool _isPinned;

    public PinCommand(bool isPinned)
        : base(
            isPinned ? "pin" : "unpin",
            isPinned ? "Keeps a backup from being pruned." : "Lets a pinned backup be pruned again.",
            CommandNeeds.Store)
    {
        _isPinned = isPinned;
        Add(_id);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var host = CreateHost(arguments, terminal);
        var id = arguments.GetRequiredValue(_id);
        var changed = _isPinned
            ? await host.Backup.PinBackupAsync(id, cancellationToken)
            : await host.Backup.UnpinBackupAsync(id, cancellationToken);

        var state = _isPinned ? "pinned" : "not pinned";
        terminal.Success($"Backup {id} is {state}{(changed ? "" : " already")}.");
        if (terminal.Json)
            Terminal.Result(Json.Write(new { Id = id, Pinned = _isPinned, Changed = changed }));
        return ExitCodes.Done;
    }
}
