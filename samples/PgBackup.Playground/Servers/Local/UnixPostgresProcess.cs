using System.Diagnostics;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Playground.Servers.Local;

/// <summary>A server below a shell that holds the end of a pipe to us: should this process die in any way, the server ends too.</summary>
internal sealed class UnixPostgresProcess(PostgresInstallation installation, string folder, string dataDirectory)
    : PostgresProcess(installation, folder, dataDirectory)
{
    // $1 log, $2 folder and $3 data directory to remove when we are gone, then the server's command. Our pipe says how to stop; its
    // end without a word says that we are gone. The signal goes out while the shell still waits, so the number is still the server's.
    private const string GuardScript = """
        trap '' HUP INT TERM
        exec 3<&0 </dev/null >>"$1" 2>&1
        folder=$2 data=$3
        shift 3
        "$@" 3<&- &
        server=$!
        {
            read -r mode <&3
            case $mode in
                fast) signal=INT ;;
                immediate) signal=QUIT ;;
                *) signal=QUIT; : >"$folder/abandoned" ;;
            esac
            # Again and again: a server that was only just started ignores signals at first.
            while kill -$signal $server 2>/dev/null; do sleep 0.2; done
        } &
        guard=$!
        wait $server
        status=$?
        kill -KILL $guard 2>/dev/null
        if [ -e "$folder/abandoned" ]; then rm -rf "$data" "$folder"; fi
        exit $status
        """;

    private Process? _shell;

    protected override bool HasExited => _shell is null or { HasExited: true };

    public override async Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken)
    {
        if (_shell is null)
            return;

        try
        {
            await _shell.StandardInput.WriteLineAsync(mode == ShutdownMode.Fast ? "fast" : "immediate");
            await _shell.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It ended by itself: nobody reads the pipe.
        }

        await _shell.WaitForExitAsync(cancellationToken);
        _shell.Dispose();
        _shell = null;
    }

    protected override Task LaunchAsync(CancellationToken cancellationToken)
    {
        _shell?.Dispose();
        _shell = Process.Start(UnixShell.Command(
            GuardScript, LogFile, Folder, DataDirectory, Installation.Program("postgres"), "-D", DataDirectory))!;
        return Task.CompletedTask;
    }
}
