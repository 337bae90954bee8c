using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Npgsql;
using PgBackup.Benchmarks.Measuring;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Benchmarks.Tools;

/// <summary>The programs that are measured: ours, and PostgreSQL's own of a version that serves the server.</summary>
internal sealed class ClientTools
{
    // Where the build put our program.
    private static readonly string ProgramPath =
        typeof(ClientTools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Program").Value!;

    private readonly Dictionary<string, string> _paths = [];

    /// <summary>Gets the version of <c>pg_dump</c>.</summary>
    public int Major { get; private init; }

    public bool HasZstd => Major >= 16;

    /// <summary>Finds PostgreSQL's programs: on the <c>PATH</c> first, then where packages put them.</summary>
    /// <param name="serverMajor">The server's major; older programs refuse it.</param>
    /// <exception cref="CommandFailedException">There are none.</exception>
    public static async Task<ClientTools> FindAsync(int serverMajor)
    {
        foreach (var path in InstalledPostgres.FindPrograms("pg_dump"))
        {
            // "pg_dump (PostgreSQL) 17.5 (Debian 17.5-1)"
            var start = new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var words = (await process.StandardOutput.ReadToEndAsync()).Split(' ', '.');
            await process.WaitForExitAsync();
            if (words.Length > 2 && int.TryParse(words[2], CultureInfo.InvariantCulture, out var major) && major >= serverMajor)
                return new ClientTools { Major = major, _paths = { ["pg_dump"] = path } };
        }

        throw new CommandFailedException(
            $"No pg_dump for servers of version {serverMajor} is here. Install PostgreSQL's client programs, or name an older --server.");
    }

    /// <summary>Makes a command of one of PostgreSQL's programs.</summary>
    public ToolCommand Postgres(string program, string connectionString, params IReadOnlyList<string> arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        if (!_paths.TryGetValue(program, out var path))
            _paths.Add(program, path = Path.Combine(Path.GetDirectoryName(_paths["pg_dump"])!, program));
        return new ToolCommand(path, arguments, new Dictionary<string, string>
        {
            ["PGHOST"] = server.Host!,
            ["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = server.Username!,
            ["PGPASSWORD"] = server.Password ?? "",
            ["PGDATABASE"] = server.Database!,
        });
    }

    /// <summary>Makes a command of our console program, which leaves no history.</summary>
    public static ToolCommand PgBackup(string? connectionString, params IReadOnlyList<string> arguments)
    {
        var environment = connectionString is null ? [] : new Dictionary<string, string> { ["PGBACKUP_CONNECTION"] = connectionString };
        return new ToolCommand("dotnet", [ProgramPath, .. arguments], environment);
    }
}
