using System.Text;

namespace PgBackup.Tests.Servers;

/// <summary>Runs scripts through <c>psql</c>, as a user without PgBackup would; the first error stops it.</summary>
internal static class Psql
{
    // Quiet, without ~/.psqlrc, and without asking for a password. -f names the script in errors, with the line.
    private static readonly string[] Options = ["-X", "-q", "-w", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f"];

    /// <summary>Runs a script file.</summary>
    /// <returns>Results of its queries: unaligned rows, no headings.</returns>
    public static async Task<string> RunFileAsync(TestDatabase database, string path) =>
        await (await FindAsync()).RunAsync(database, [.. Options, path]);

    /// <summary>Runs a script from a stream.</summary>
    /// <inheritdoc cref="RunFileAsync(TestDatabase, string)"/>
    public static async Task<string> RunFileAsync(TestDatabase database, Stream script) =>
        await (await FindAsync()).RunAsync(database, [.. Options, "-"], script);

    /// <summary>Runs a script.</summary>
    /// <inheritdoc cref="RunFileAsync(TestDatabase, string)"/>
    public static async Task<string> RunAsync(TestDatabase database, string script)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(script));
        return await RunFileAsync(database, stream);
    }

    /// <summary>Runs a script from a stream as another role, and goes on behind errors, as psql does unless told otherwise.</summary>
    public static async Task RunAsRoleAsync(TestDatabase database, string role, Stream script)
    {
        using var input = new MemoryStream();
        input.Write(Encoding.UTF8.GetBytes($"SET SESSION AUTHORIZATION {role};\n"));
        await script.CopyToAsync(input);
        input.Position = 0;
        await (await FindAsync()).RunAsync(database, ["-X", "-q", "-w", "-f", "-"], input);
    }

    // Any psql serves every server that PgBackup does; the newest knows most.
    private static async Task<ClientProgram> FindAsync() =>
        await ClientProgram.FindAllAsync("psql") is [.., var newest]
            ? newest
            : throw new ClientProgramException(
                "psql is not installed; install PostgreSQL's client programs (Debian: apt-get install postgresql-client).");
}
