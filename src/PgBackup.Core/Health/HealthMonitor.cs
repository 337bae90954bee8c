using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PgBackup.Events;
using PgBackup.History;
using PgBackup.Postgres;
using PgBackup.Scheduling;
using PgBackup.Stores;

namespace PgBackup.Health;

/// <summary>Does what <see cref="IBackupHealth"/> promises, and tells of turns.</summary>
internal sealed class HealthMonitor : IBackupHealth, IAfterRun, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly BackupHealthOptions _options;
    private readonly string? _database;
    private readonly HealthGatherer _gatherer;
    private readonly EventHub? _events;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _checking = new(1);
    private readonly HealthGauges _gauges;
    private volatile Look? _last;
    private BackupHealthStatus _told;

    public HealthMonitor(
        IOptions<PgBackupOptions> options, IBackupStore store, IEnumerable<IBackupFormat> formats, BackupHistory history, TimeProvider time,
        ILogger<HealthMonitor>? logger = null, EventHub? events = null)
    {
        _options = options.Value.Health;
        _database = ConnectionSettings.DatabaseIn(options.Value.ConnectionString);
        _time = time;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _events = events;
        var repository = new BackupRepository(store, formats.Select(f => f.FileExtension), time);
        _gatherer = new HealthGatherer(options.Value, history.Reading, store, new StoreSurvey(repository, _options.CompareWith + 1), time);
        _gauges = new HealthGauges(this, _database, time);
    }

    public async Task<BackupHealth> CheckAsync(CancellationToken cancellationToken)
    {
        if (Recent() is { } recent)
            return recent;
        // One look serves all who ask meanwhile.
        await _checking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Recent() ?? await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _checking.Release();
        }

        BackupHealth? Recent() => _last is { } last && _time.GetElapsedTime(last.Timestamp) < _options.CacheFor ? last.Health : null;
    }

    /// <summary>Looks again after a run, for those who are told of turns. Fails nothing.</summary>
    public async Task AfterRunAsync(CancellationToken cancellationToken)
    {
        if (_events?.IsListening != true)
            return;
        try
        {
            await _checking.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _checking.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            _logger.NotChecked(exception, ExceptionText.Of(exception));
        }
    }

    public void Dispose()
    {
        _gauges.Dispose();
        _checking.Dispose();
    }

    private async Task<BackupHealth> LookAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HealthFacts facts;
        try
        {
            facts = await _gatherer.GatherAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            facts = new HealthFacts(_time.GetUtcNow(), []) { StoreError = $"It did not answer within {Timeout.TotalSeconds:0} s." };
        }

        var health = HealthEvaluator.Evaluate(facts, _options);
        _last = new Look(health, _time.GetTimestamp());
        Tell(health);
        return health;
    }

    // Once for each turn, not at each look. A failed run or verification was told when it failed, and is told when it works again.
    private void Tell(BackupHealth health)
    {
        var reasons = health.Reasons
            .Where(r => r.Kind is not (BackupHealthReasonKind.RunFailed or BackupHealthReasonKind.VerificationFailed)).ToList();
        var (before, now) = (_told, reasons.Select(r => r.Status).DefaultIfEmpty(BackupHealthStatus.Healthy).Max());
        // Nobody is told that all is well before it is.
        var isStillBad = health.Status != BackupHealthStatus.Healthy && now == BackupHealthStatus.Healthy && before != now;
        _told = isStillBad ? BackupHealthStatus.Degraded : now;
        if (now > before)
        {
            _logger.BecameWorse(now, string.Join(" ", reasons.Select(r => r.Message)));
            _events?.Publish(() => HealthEvents.Worse(now, reasons, _database));
        }
        else if (health.Status == BackupHealthStatus.Healthy && before != BackupHealthStatus.Healthy)
        {
            _logger.BecameHealthy();
            _events?.Publish(() => HealthEvents.Healthy(_database));
        }
    }

    /// <summary>What was found, and when: one reference, which others read while it is replaced.</summary>
    private sealed record Look(BackupHealth Health, long Timestamp);
}
