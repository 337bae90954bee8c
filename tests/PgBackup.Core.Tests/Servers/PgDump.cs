namespace PgBackup.Tests.Servers;

/// <summary>Runs <c>pg_dump</c>, the measure of what PgBackup writes.</summary>
internal sealed class PgDump
{
    private readonly ClientProgram _program;
    private readonly bool _knowsRestrictKey;

    private PgDump(ClientProgram program, bool knowsRestrictKey)
    {
        _program = program;
        _knowsRestrictKey = knowsRestrictKey;
    }

    /// <summary>Gets the program's own major; it is at least the server's.</summary>
    public int Major => _program.Major;

    /// <summary>Finds the <c>pg_dump</c> for servers of a major: of the same if possible, else the next newer one.</summary>
    /// <returns>Null when this machine has none: an older one refuses the server.</returns>
    public static async Task<PgDump?> FindAsync(int serverMajor)
    {
        var program = (await ClientProgram.FindAllAsync("pg_dump")).FirstOrDefault(candidate => candidate.Major >= serverMajor);
        return program is null
            ? null
            : new PgDump(program, (await program.AskAsync("--help")).Contains("--restrict-key", StringComparison.Ordinal));
    }

    /// <summary>Dumps the definitions.</summary>
    public Task<string> SchemaAsync(TestDatabase database, params IEnumerable<string> options) =>
        DumpAsync(database, ["--schema-only", .. options]);

    /// <summary>Dumps as told; two dumps of equal databases are equal texts (the restrict key would else be a random one).</summary>
    public Task<string> DumpAsync(TestDatabase database, params IEnumerable<string> options) =>
        _program.RunAsync(database, _knowsRestrictKey ? ["-w", "--restrict-key=test", .. options] : ["-w", .. options]);
}
