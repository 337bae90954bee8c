using System.Diagnostics;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Playground.Servers.Local;

/// <summary>
/// A server that <c>pg_ctl</c> starts: on Windows it is what drops an administrator's rights. There is no guard as on Unix:
/// the server is stopped when this process ends by itself, and stays when the process is killed.
/// </summary>
internal sealed class WindowsPostgresProcess : PostgresProcess
{
    private bool _running;

    public WindowsPostgresProcess(PostgresInstallation installation, string folder, string dataDirectory)
        : base(installation, folder, dataDirectory) =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync(ShutdownMode.Immediate, CancellationToken.None).GetAwaiter().GetResult();

    protected override bool HasExited => !_running;

    public override async Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken)
    {
        if (!_running)
            return;

        await ControlAsync(["stop", "-w", "-m", mode == ShutdownMode.Fast ? "fast" : "immediate"], cancellationToken);
        _running = false;
    }

    protected override async Task LaunchAsync(CancellationToken cancellationToken) =>
        _running = await ControlAsync(["start", "-w", "-l", LogFile], cancellationToken) == 0;

    private async Task<int> ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        // Without redirection: the server would inherit the pipes and keep them open.
        var start = ServerAccount.Command(Installation.Program("pg_ctl"), ["-D", DataDirectory, "-s", .. arguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = false;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
