using System.CommandLine;
using Npgsql;
using PgBackup.ConsoleHost.Hosting;

namespace PgBackup.ConsoleHost.Commands;

/// <summary>The options that commands share.</summary>
internal sealed class CommonOptions
{
    public const string ConnectionVariable = "PGBACKUP_CONNECTION";

    private const string Form = "Write Host=…;Port=…;Database=…;Username=…;Password=…";

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "Npgsql connection string, for instance Host=localhost;Database=shop;Username=me. " +
            $"Default: the variable {ConnectionVariable}.",
        HelpName = "CS",
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "Directory of the backups. Default: the variable BACKUP_DIR, else .backups.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _noHistory = new("--no-history")
    {
        Description = "Leave the database's pgbackup schema alone.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print JSON on standard output, and nothing else there.",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show log messages on standard error.",
    };

    /// <summary>Adds the options that a command of this kind understands.</summary>
    public void AddTo(Command command, CommandNeeds needs)
    {
        if (needs.HasFlag(CommandNeeds.Connection))
            command.Add(_connection);
        if (needs.HasFlag(CommandNeeds.Store))
            command.Add(_store);
        if (needs.HasFlag(CommandNeeds.History))
            command.Add(_noHistory);
        command.Add(_json);
        command.Add(_verbose);
    }

    public bool Json(ParseResult arguments) => arguments.GetValue(_json);

    public bool Verbose(ParseResult arguments) => arguments.GetValue(_verbose);

    public HostSettings Settings(ParseResult arguments) =>
        new(Connection(arguments), Store(arguments), History: !arguments.GetValue(_noHistory));

    /// <summary>Throws when neither the option nor the variable names a server.</summary>
    public string RequireConnection(ParseResult arguments) =>
        Connection(arguments) ?? throw new UsageException(
            $"No database is named. Give --connection \"Host=…;Database=…;Username=…\" or set {ConnectionVariable}.");

    private string? Connection(ParseResult arguments)
    {
        if (arguments.GetValue(_connection) is { } option)
            return Check(option, "--connection");
        var variable = Environment.GetEnvironmentVariable(ConnectionVariable);
        return string.IsNullOrEmpty(variable) ? null : Check(variable, ConnectionVariable);
    }

    private string? Store(ParseResult arguments) => arguments.GetValue(_store) switch
    {
        null => null,
        "" => throw new UsageException("--store is empty. Name a directory."),
        var directory => directory,
    };

    /// <summary>Refuses what Npgsql cannot read. Its own message may quote a piece of a password, so it is not shown.</summary>
    private static string Check(string connection, string source)
    {
        if (connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) ||
            connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{source} is a URL. {Form}");

        try
        {
            if (new NpgsqlConnectionStringBuilder(connection).Host is { Length: > 0 })
                return connection;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new UsageException($"{source} is not an Npgsql connection string. {Form}");
        }

        throw new UsageException($"{source} names no host. {Form}");
    }
}
