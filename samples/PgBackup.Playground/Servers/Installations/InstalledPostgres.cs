namespace PgBackup.Playground.Servers.Installations;

/// <summary>Finds the PostgreSQL programs that this machine's packages or installers put in place.</summary>
public static class InstalledPostgres
{
    // In each pattern the star stands for one folder's name, or a part of it.
    private static readonly string[] LinuxPatterns =
    [
        "/usr/lib/postgresql/*/bin", // Debian, Ubuntu
        "/usr/pgsql-*/bin", // PostgreSQL's own packages for RHEL and Fedora
        "/usr/lib/postgresql*/bin", // SUSE
        "/usr/libexec/postgresql*", // Alpine
        "/usr/lib64/postgresql-*/bin", // Gentoo
        "/usr/bin", // Fedora, Arch
        "/usr/local/bin",
        "/usr/local/pgsql/bin", // built from source
        "/usr/local/pgsql-*/bin",
        "/opt/postgresql*/bin",
        "/opt/PostgreSQL/*/bin", // EDB
        "/run/current-system/sw/bin", // NixOS
        "/nix/var/nix/profiles/default/bin",
        "~/.nix-profile/bin",
        "~/.asdf/installs/postgres/*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    ];

    private static readonly string[] MacPatterns =
    [
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/opt/homebrew/opt/libpq/bin", // client programs alone
        "/usr/local/opt/libpq/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "/Library/PostgreSQL/*/bin", // EDB
        "/opt/local/lib/postgresql*/bin", // MacPorts
        "/usr/local/pgsql/bin",
        "/run/current-system/sw/bin",
        "/nix/var/nix/profiles/default/bin",
        "~/.nix-profile/bin",
        "~/.asdf/installs/postgres/*/bin",
    ];

    private static readonly string[] WindowsPatterns = [@"%ProgramFiles%\PostgreSQL\*\bin", @"%ProgramFiles(x86)%\PostgreSQL\*\bin"];

    /// <summary>Gets every folder here in which PostgreSQL programs usually lie, servers' or clients'.</summary>
    public static IReadOnlyList<string> BinDirectories()
    {
        var patterns = OperatingSystem.IsWindows() ? WindowsPatterns : OperatingSystem.IsMacOS() ? MacPatterns : LinuxPatterns;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return
        [
            .. patterns.SelectMany(Expand)
                .Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Where(Directory.Exists)
                .Distinct(),
        ];
    }

    /// <summary>Finds the first folder here that holds a program such as <c>psql</c>; the <c>PATH</c> comes first.</summary>
    /// <returns>The full path of the program, or null.</returns>
    public static string? FindProgram(string name) => FindPrograms(name) is [var first, ..] ? first : null;

    /// <summary>Finds every copy here of a program such as <c>pg_dump</c>; the <c>PATH</c> comes first.</summary>
    public static IReadOnlyList<string> FindPrograms(string name)
    {
        var file = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [.. path.Concat(BinDirectories()).Select(folder => Path.Combine(folder, file)).Where(File.Exists).Distinct()];
    }

    /// <summary>Finds the newest supported server, or one of the given major.</summary>
    internal static async Task<PostgresInstallation?> FindAsync(int? major, CancellationToken cancellationToken)
    {
        PostgresInstallation? best = null;
        foreach (var folder in BinDirectories())
        {
            var found = await PostgresInstallation.ProbeAsync(folder, "installed in", cancellationToken);
            if (found is not null && (major is null || found.Major == major) && found.Major > (best?.Major ?? 0))
                best = found;
        }

        return best;
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        if (pattern.StartsWith('~'))
            pattern = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + pattern[1..];
        pattern = Environment.ExpandEnvironmentVariables(pattern);

        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [pattern];

        var separators = new[] { '/', Path.DirectorySeparatorChar };
        var parentEnd = pattern.LastIndexOfAny(separators, star);
        var nameEnd = pattern.IndexOfAny(separators, star);
        var parent = pattern[..parentEnd];
        var name = nameEnd < 0 ? pattern[(parentEnd + 1)..] : pattern[(parentEnd + 1)..nameEnd];
        var rest = nameEnd < 0 ? "" : pattern[(nameEnd + 1)..];
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, name).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, rest))
            : [];
    }
}
