using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Operations;

/// <summary>Something that was asked for over HTTP and goes on by itself, whatever becomes of the connection.</summary>
internal sealed class Operation : IProgress<BackupProgress>, IProgress<RestoreProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OperationState _state;
    private OperationProgress? _progress;
    private OperationResult _result = new();
    private ProblemResponse? _problem;
    private DateTimeOffset? _finishedAt;
    private TimeSpan _elapsed;
    private long _version = 1;

    public Operation(OperationRequest request, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        Request = request;
        StartedAt = time.GetUtcNow();
        Id = Guid.CreateVersion7(StartedAt).ToString("n");
    }

    public string Id { get; }

    public OperationRequest Request { get; }

    public DateTimeOffset StartedAt { get; }

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Gets a task that ends, never with an exception, when the operation has ended.</summary>
    public Task Ended => _ended.Task;

    public bool IsRunning => _finishedAt is null;

    public DateTimeOffset? FinishedAt => _finishedAt;

    /// <summary>Gets what it came to; empty unless it succeeded.</summary>
    public OperationResult Result => _result;

    public ProblemResponse? Problem => _problem;

    // Not on the caller's thread: what is registered may talk to the server.
    public void Cancel() => _ = _cancellation.CancelAsync();

    public void Report(BackupProgress value) => Change(() => _progress = OperationProgress.Of(value));

    public void Report(RestoreProgress value) => Change(() => _progress = OperationProgress.Of(value));

    public void End(OperationState state, OperationResult? result, ProblemResponse? problem)
    {
        Change(() =>
        {
            _state = state;
            _result = result ?? _result;
            _problem = problem;
            _elapsed = _time.GetElapsedTime(_started);
            // Not the clock again, which may have been set in between.
            _finishedAt = StartedAt + _elapsed;
        });
        _ended.TrySetResult();
    }

    public OperationResponse Describe()
    {
        lock (_gate)
        {
            var isRunning = _finishedAt is null;
            return new OperationResponse
            {
                Id = Id,
                Kind = Request.Kind,
                State = _state,
                Version = _version,
                RequestedBy = Request.User,
                BackupId = _result.Backup?.Id ?? _result.Run?.BackupId ?? Request.BackupId,
                ScheduleId = Request.ScheduleId,
                StartedAt = StartedAt,
                FinishedAt = _finishedAt,
                Progress = _progress is null
                    ? null
                    : OperationProgressResponse.From(_progress, isRunning ? _time.GetElapsedTime(_started) : _elapsed, isRunning),
                Backup = _result.Backup,
                Restore = _result.Restore,
                Verification = _result.Verification,
                Run = _result.Run,
                Problem = _problem,
            };
        }
    }

    /// <summary>Waits until there is something newer than a version.</summary>
    public async Task WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_gate)
        {
            if (_version != version)
                return;
            changed = _changed.Task;
        }

        await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _cancellation.Dispose();

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            // What is reported late, from another thread, changes nothing any more.
            if (_finishedAt is not null)
                return;
            change();
            _version++;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}
