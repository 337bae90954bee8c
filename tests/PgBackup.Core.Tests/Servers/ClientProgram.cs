using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Tests.Servers;

/// <summary>One of PostgreSQL's own client programs, found on this machine.</summary>
internal sealed record ClientProgram(string Path, int Major)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ClientProgram>>>> Known = new();

    /// <summary>Finds all copies of a program, oldest major first.</summary>
    public static Task<IReadOnlyList<ClientProgram>> FindAllAsync(string name) =>
        Known.GetOrAdd(name, key => new(() => SearchAsync(key))).Value;

    /// <summary>Runs the program against a database.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="ClientProgramException">It failed; the message holds its errors.</exception>
    public async Task<string> RunAsync(TestDatabase database, IEnumerable<string> arguments, Stream? input = null)
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = Start(Path, arguments);
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        start.Environment["PGDATABASE"] = server.Database;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null)
                await input.CopyToAsync(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It stopped reading: its exit code and errors tell why.
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new ClientProgramException($"{Path} ended with exit code {process.ExitCode}: {await errors}");
    }

    /// <summary>Returns what the program says of itself when given an option such as <c>--help</c>.</summary>
    public async Task<string> AskAsync(string option)
    {
        using var process = Process.Start(Start(Path, [option]))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return answer + await errors;
    }

    private static async Task<IReadOnlyList<ClientProgram>> SearchAsync(string name)
    {
        var found = new List<ClientProgram>();
        foreach (var path in InstalledPostgres.FindPrograms(name))
        {
            // "psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
            var answer = await new ClientProgram(path, 0).AskAsync("--version");
            var number = answer.Split(' ').ElementAtOrDefault(2)?.TakeWhile(char.IsAsciiDigit).ToArray();
            if (int.TryParse(number, out var major))
                found.Add(new ClientProgram(path, major));
        }

        return [.. found.OrderBy(program => program.Major)];
    }

    private static ProcessStartInfo Start(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The user's PGOPTIONS, PGSERVICE and the like must not change what a test sees.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return start;
    }
}
