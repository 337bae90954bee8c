using PgBackup.Telemetry;

namespace PgBackup.Restore;

/// <summary>Passes a restore's progress on, and tells phases that come after it.</summary>
internal sealed class PhaseProgress(IProgress<RestoreProgress>? progress) : IProgress<RestoreProgress>
{
    private RestoreProgress _last;

    public void Report(RestoreProgress value)
    {
        _last = value;
        progress?.Report(value);
    }

    public void Enter(RestorePhase phase)
    {
        OperationSpans.Current?.Enter(RestoreSpans.NameOf(phase));
        Report(_last with { Phase = phase });
    }
}
