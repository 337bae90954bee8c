using PgBackup.Telemetry;

namespace PgBackup.Restore;

/// <summary>Adds up what the workers of a restore did, and tells it a few times a second.</summary>
internal sealed class RestoreProgressReporter(IProgress<RestoreProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private RestoreProgress _state;
    private long _lastReport;

    public long Rows => _state.Rows;

    public void Begin(int steps, long rows, long bytes)
    {
        lock (_lock)
        {
            _state = _state with { StepsTotal = steps, TotalRows = rows, TotalBytes = bytes };
            Report(force: true);
        }
    }

    public void Enter(RestorePhase phase)
    {
        lock (_lock)
        {
            // Positions of sequences belong to the data, but come when indexes are made already.
            if (phase < _state.Phase)
                return;
            _state = _state with { Phase = phase };
            OperationSpans.Current?.Enter(RestoreSpans.NameOf(phase));
            Report(force: true);
        }
    }

    public void StepDone()
    {
        lock (_lock)
        {
            _state = _state with { StepsDone = _state.StepsDone + 1 };
            Report(force: false);
        }
    }

    public void AddBytes(long bytes, long rows)
    {
        lock (_lock)
        {
            _state = _state with { Bytes = _state.Bytes + bytes, Rows = _state.Rows + rows };
            Report(force: false);
        }
    }

    private void Report(bool force)
    {
        if (progress is null)
            return;
        var now = time.GetTimestamp();
        if (!force && time.GetElapsedTime(_lastReport, now) < Interval)
            return;
        _lastReport = now;
        progress.Report(_state);
    }
}
