using System.Diagnostics;

namespace PgBackup.Playground.Servers.Local;

/// <summary>Runs small scripts that outlive us: they watch a pipe from this process, which ends however the process ends.</summary>
internal static class UnixShell
{
    // A session of its own keeps a Ctrl+C on our terminal away from the servers; macOS has no setsid, there it reaches them.
    private static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    public static ProcessStartInfo Command(string script, params IEnumerable<string> arguments)
    {
        IEnumerable<string> shell = ["-c", script, "sh", .. arguments];
        return Setsid is null ? ServerAccount.Command("/bin/sh", shell) : ServerAccount.Command(Setsid, ["/bin/sh", .. shell]);
    }
}
