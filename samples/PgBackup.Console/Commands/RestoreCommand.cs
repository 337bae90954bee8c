using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>restore ID</c>: restores a backup, or tells what that would do.</summary>
internal sealed class RestoreCommand : HostCommand
{
    private readonly Argument<string> _id = Values.BackupId();
    private readonly Option<string[]> _tables = Values.Patterns(
        "--table", "Table to restore; without it, all. As in pg_dump: table, schema.table, with * and ?. May be repeated.");

    private readonly Option<bool> _dropExisting = Values.Flag(
        "--drop-existing", "Drop the tables that exist first, in the same transaction.");

    private readonly Option<DependentsAction?> _dependents = Values.Words<DependentsAction>(
        "--dependents", "With --drop-existing: what depends on a dropped table and is not restored. Default: error.");

    private readonly Option<bool> _skipConstraints = Values.Flag(
        "--skip-constraints", "Let no foreign key block the load; they stay NOT VALID.");

    private readonly Option<ExistingRowsAction?> _existingRows = Values.Words<ExistingRowsAction>(
        "--existing-rows", "How rows meet those of a table that exists. Default: error.");

    private readonly Option<bool> _schemaOnly = Values.Flag("--schema-only", "Definitions without rows.");
    private readonly Option<bool> _dataOnly = Values.Flag("--data-only", "Rows alone, into tables that exist.");
    private readonly Option<bool> _noOwner = Values.Flag("--no-owner", "Set no owners: the restoring role owns what it makes.");
    private readonly Option<bool> _noPrivileges = Values.Flag("--no-privileges", "Grant and revoke nothing.");
    private readonly Option<bool> _databaseProperties = Values.Flag(
        "--database-properties", "Set what the backup holds of the database itself: settings, comment, owner, privileges, limits.");

    private readonly Option<bool> _roles = Values.Flag(
        "--roles", "Make the roles that the server lacks; those that exist stay as they are.");

    private readonly Option<string[]> _mapRoles = RoleMappings.Option();

    private readonly Option<bool> _strict = Values.Flag(
        "--strict", "Leave nothing out that the target or the role lacks something for: refuse, before anything is touched.");

    private readonly Option<bool> _skipForbidden = Values.Flag(
        "--skip-forbidden", "Leave out what cannot be made there, with what needs it and a warning, instead of failing.");

    private readonly Option<string?> _createDatabase = new("--create-database")
    {
        Description = "Restore into a new database of this name, on the server of --connection.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _replaceDatabase = Values.Flag(
        "--replace-database",
        "Restore beside the database of --connection, verify, then take its name; the old one is kept under another.");

    private readonly Option<bool> _disconnectOthers = Values.Flag(
        "--disconnect-others", "With --replace-database: end the sessions of others instead of refusing.");

    private readonly Option<bool> _safetyBackup = Values.Flag(
        "--safety-backup", "First back up the tables that are dropped, or whose rows are replaced or merged.");

    private readonly Option<int?> _jobs = Values.Jobs("Connections that load data at the same time, 1 to 64.");
    private readonly Option<TimeSpan?> _lockTimeout = Values.LockTimeout();
    private readonly Option<bool> _dryRun = Values.Flag("--dry-run", "Tell what would be done, and change nothing.");

    public RestoreCommand()
        : base("restore", "Restores a backup into the database of --connection, all or nothing.",
            CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
    {
        Add(_id);
        Add(_tables);
        Add(_dropExisting);
        Add(_dependents);
        Add(_skipConstraints);
        Add(_existingRows);
        Add(_schemaOnly);
        Add(_dataOnly);
        Add(_noOwner);
        Add(_noPrivileges);
        Add(_databaseProperties);
        Add(_roles);
        Add(_mapRoles);
        Add(_strict);
        Add(_skipForbidden);
        Add(_createDatabase);
        Add(_replaceDatabase);
        Add(_disconnectOthers);
        Add(_safetyBackup);
        Add(_jobs);
        Add(_lockTimeout);
        Add(_dryRun);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateHost(arguments, terminal);
        var id = arguments.GetRequiredValue(_id);
        var options = Read(arguments);

        return arguments.GetValue(_dryRun)
            ? await PlanAsync(host.Backup, id, options, terminal, cancellationToken)
            : await RestoreAsync(host.Backup, id, options, terminal, cancellationToken);
    }

    private static async Task<int> PlanAsync(
        IDatabaseBackup backup, string id, RestoreOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var plan = await backup.PlanRestoreAsync(id, options, cancellationToken);
        RestoreSummary.Write(plan, terminal);
        if (terminal.Json)
            Terminal.Result(Json.Write(plan));
        return plan.CanRestore ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> RestoreAsync(
        IDatabaseBackup backup, string id, RestoreOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        RestoreResult result;
        try
        {
            result = await ProgressDisplay.ShowRestoreAsync(
                terminal, progress => backup.RestoreBackupAsync(id, options, progress, cancellationToken));
        }
        catch (PgBackupException e) when (IsConflict(e))
        {
            // The exception names some of the conflicts; the plan has them all.
            var plan = await backup.PlanRestoreAsync(id, options, cancellationToken);
            if (plan.Conflicts.Count < 2)
                throw;
            RestoreSummary.WriteConflicts(plan, terminal);
            return ExitCodes.Failed;
        }

        RestoreSummary.Write(result, terminal);
        if (terminal.Json)
            Terminal.Result(Json.Write(result));
        return ExitCodes.Done;
    }

    private static bool IsConflict(PgBackupException exception) => exception.Code is
        PgBackupErrorCodes.TargetNotEmpty or PgBackupErrorCodes.DependentsExist or
        PgBackupErrorCodes.IncompatibleColumns or PgBackupErrorCodes.RoleNotFound or
        PgBackupErrorCodes.NotInBackup or PgBackupErrorCodes.PermissionDenied or
        PgBackupErrorCodes.DependencyNotFound or PgBackupErrorCodes.ServerNotSupported;

    private RestoreOptions Read(ParseResult arguments) => new()
    {
        Tables = arguments.GetValue(_tables)!,
        DropExisting = arguments.GetValue(_dropExisting),
        Dependents = arguments.GetValue(_dependents) ?? DependentsAction.Error,
        SkipConstraints = arguments.GetValue(_skipConstraints),
        ExistingRows = arguments.GetValue(_existingRows) ?? ExistingRowsAction.Error,
        SchemaOnly = arguments.GetValue(_schemaOnly),
        DataOnly = arguments.GetValue(_dataOnly),
        Owners = arguments.GetValue(_noOwner) ? RestoreOwnership.Skip : RestoreOwnership.Keep,
        Privileges = arguments.GetValue(_noPrivileges) ? RestoreOwnership.Skip : RestoreOwnership.Keep,
        DatabaseProperties = arguments.GetValue(_databaseProperties),
        Roles = arguments.GetValue(_roles),
        RoleMapping = RoleMappings.Parse(arguments.GetValue(_mapRoles)!),
        Strict = arguments.GetValue(_strict),
        SkipForbidden = arguments.GetValue(_skipForbidden),
        CreateDatabase = arguments.GetValue(_createDatabase),
        ReplaceDatabase = arguments.GetValue(_replaceDatabase),
        DisconnectOthers = arguments.GetValue(_disconnectOthers),
        SafetyBackup = arguments.GetValue(_safetyBackup),
        Jobs = arguments.GetValue(_jobs),
        LockTimeout = arguments.GetValue(_lockTimeout),
    };
}
