namespace PgBackup.Playground.Servers.Installations;

/// <summary>Programs of one PostgreSQL major, in one folder.</summary>
internal sealed record PostgresInstallation(string BinDirectory, int Major, string Source)
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Program(string name) => Path.Combine(BinDirectory, name + Suffix);

    /// <summary>Asks the programs in a folder for their version, as the account that will run them.</summary>
    /// <returns>Null when there is no server, it does not run here, or it is of an unsupported major.</returns>
    public static async Task<PostgresInstallation?> ProbeAsync(string binDirectory, string origin, CancellationToken cancellationToken)
    {
        var found = new PostgresInstallation(binDirectory, 0, "");
        if (!File.Exists(found.Program("initdb")) || !File.Exists(found.Program("postgres")))
            return null;

        var version = await ServerAccount.TryRunAsync(found.Program("postgres"), ["--version"], cancellationToken);
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", or "18beta1"
        var number = version?.Split(' ').ElementAtOrDefault(2)?.TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(number, out var major) && PostgresMajors.All.Contains(major)
            ? new PostgresInstallation(binDirectory, major, $"PostgreSQL {major} {origin} {binDirectory}")
            : null;
    }
}
