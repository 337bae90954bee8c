using System.CommandLine;
using PgBackup.ConsoleHost.Hosting;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>backup</c>: makes a backup and prints its id.</summary>
internal sealed class BackupCommand : HostCommand
{
    private readonly Option<string?> _format = Values.Format("Format of the backup. Default: sql.");
    private readonly Option<BackupCompression?> _compress = Values.Words<BackupCompression>("--compress", "Compression. Default: gzip.");
    private readonly Option<int?> _jobs = Values.Jobs("Connections that read data at the same time, 1 to 64.");
    private readonly Option<string[]> _tables = Values.Patterns(
        "--table", "Table to back up; without it, all. As in pg_dump: table, schema.table, with * and ?. May be repeated.");

    private readonly Option<string[]> _excludeTables = Values.Patterns("--exclude-table", "Table to leave out. May be repeated.");
    private readonly Option<string[]> _schemas = Values.Patterns("--schema", "Schema to back up; without it, all. May be repeated.");
    private readonly Option<string[]> _excludeData = Values.Patterns("--exclude-data", "Table whose rows to leave out. May be repeated.");
    private readonly Option<string[]> _where = RowFilter.Option();
    private readonly Option<bool> _schemaOnly = Values.Flag("--schema-only", "Definitions without rows.");
    private readonly Option<bool> _dataOnly = Values.Flag("--data-only", "Rows without definitions.");
    private readonly Option<bool> _databaseProperties = Values.Flag(
        "--database-properties", "Also settings, comment, owner, privileges and limits of the database itself.");

    private readonly Option<bool> _roles = Values.Flag("--roles", "Also all roles of the server, without their passwords.");
    private readonly Option<bool> _rolePasswords = Values.Flag(
        "--role-passwords", "Also all roles of the server, with their passwords as the server stores them.");

    private readonly Option<string?> _label = new("--label") { Description = "A note that is kept with the backup.", HelpName = "TEXT" };
    private readonly Option<TimeSpan?> _lockTimeout = Values.LockTimeout();
    private readonly Option<bool> _skipUnreadable = Values.Flag(
        "--skip-unreadable", "Leave out what the role may not read, with a warning, instead of failing.");

    public BackupCommand()
        : base("backup", "Backs up a database. The last line on standard output is the new backup's id.",
            CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
    {
        Add(_format);
        Add(_compress);
        Add(_jobs);
        Add(_tables);
        Add(_excludeTables);
        Add(_schemas);
        Add(_excludeData);
        Add(_where);
        Add(_schemaOnly);
        Add(_dataOnly);
        Add(_databaseProperties);
        Add(_roles);
        Add(_rolePasswords);
        Add(_label);
        Add(_lockTimeout);
        Add(_skipUnreadable);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateHost(arguments, terminal);
        var options = Read(arguments, host);

        var backup = await ProgressDisplay.ShowBackupAsync(
            terminal, progress => host.Backup.CreateBackupAsync(options, progress, cancellationToken));

        BackupSummary.Write(backup, terminal);
        Terminal.Result(terminal.Json ? Json.Write(backup) : backup.Id);
        return ExitCodes.Done;
    }

    private BackupOptions Read(ParseResult arguments, BackupHost host)
    {
        return new BackupOptions
        {
            Format = host.RequireFormat(arguments.GetValue(_format)),
            Compression = arguments.GetValue(_compress),
            Jobs = arguments.GetValue(_jobs),
            Tables = arguments.GetValue(_tables)!,
            ExcludeTables = arguments.GetValue(_excludeTables)!,
            Schemas = arguments.GetValue(_schemas)!,
            ExcludeData = arguments.GetValue(_excludeData)!,
            Where = RowFilter.Parse(arguments.GetValue(_where)!),
            SchemaOnly = arguments.GetValue(_schemaOnly),
            DataOnly = arguments.GetValue(_dataOnly),
            DatabaseProperties = arguments.GetValue(_databaseProperties),
            Roles = arguments.GetValue(_rolePasswords) ? BackupRoles.WithPasswords
                : arguments.GetValue(_roles) ? BackupRoles.WithoutPasswords
                : BackupRoles.None,
            Label = arguments.GetValue(_label),
            LockTimeout = arguments.GetValue(_lockTimeout),
            SkipUnreadable = arguments.GetValue(_skipUnreadable),
        };
    }
}
