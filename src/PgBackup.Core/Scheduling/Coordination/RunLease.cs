namespace PgBackup.Scheduling;

/// <summary>Keeps a run this instance's while it goes on, and says at once when it is not any more.</summary>
internal sealed class RunLease : IAsyncDisposable
{
    private readonly RunLedger _ledger;
    private readonly RunClaim _claim;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public RunLease(RunLedger ledger, RunClaim claim, TimeSpan length, TimeProvider time)
    {
        (_ledger, _claim, _length, _time) = (ledger, claim, length, time);
        _renewing = Task.Run(RenewAsync);
    }

    /// <summary>Gets what is cancelled when another instance may run the same.</summary>
    public CancellationToken Lost => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var renewed = _claim.MadeAt;
        while (true)
        {
            await Task.Delay(_length / 3, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
                return;
            var asked = _time.GetTimestamp();
            if (await TryRenewAsync().ConfigureAwait(false) is not { } isHeld)
                isHeld = _time.GetElapsedTime(renewed) < _length;
            else
                renewed = asked;
            if (isHeld)
                continue;
            await _lost.CancelAsync().ConfigureAwait(false);
            return;
        }
    }

    /// <summary>Asks the database.</summary>
    /// <returns>Whether the run is this instance's; null where there was no answer.</returns>
    private async Task<bool?> TryRenewAsync()
    {
        using var limit = new CancellationTokenSource(_length / 3, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
        try
        {
            return await _ledger.RenewAsync(_claim, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PgBackupException or OperationCanceledException)
        {
            return null;
        }
    }
}
