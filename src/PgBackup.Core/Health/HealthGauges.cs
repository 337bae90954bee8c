using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PgBackup.Telemetry;

namespace PgBackup.Health;

/// <summary>The gauges of schedules and backups: whoever collects metrics gets what is known, and waits for nothing.</summary>
/// <remarks>What is known is renewed behind the collector's back, once a minute at most, and only while somebody collects.</remarks>
internal sealed class HealthGauges : IDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    private static readonly ConcurrentDictionary<HealthGauges, bool> Sources = new();

    private readonly IBackupHealth _health;
    private readonly TimeProvider _time;
    private readonly string? _database;
    private volatile BackupHealth? _known;
    private long _asked;

    static HealthGauges()
    {
        Instruments.AddGauge(
            "pgbackup.schedule.next_due", "Time until the schedule is due next.", () => Observe((s, now) => s.NextDueAt - now));
        Instruments.AddGauge(
            "pgbackup.backup.age", "Age of the newest good backup.", () => Observe((s, now) => now - s.NewestGoodAt));
    }

    public HealthGauges(IBackupHealth health, string? database, TimeProvider time)
    {
        (_health, _database, _time) = (health, database, time);
        Sources.TryAdd(this, true);
    }

    public void Dispose() => Sources.TryRemove(this, out _);

    private static IEnumerable<Measurement<double>> Observe(Func<ScheduleHealth, DateTimeOffset, TimeSpan?> measure) =>
        Sources.Keys.SelectMany(source => source.Read(measure));

    private List<Measurement<double>> Read(Func<ScheduleHealth, DateTimeOffset, TimeSpan?> measure)
    {
        Renew();
        var measurements = new List<Measurement<double>>();
        foreach (var schedule in _known?.Schedules ?? [])
        {
            if (measure(schedule, _time.GetUtcNow()) is not { } span)
                continue;
            var tags = new List<KeyValuePair<string, object?>>();
            if (schedule.ScheduleId is not null)
                tags.Add(new(Instruments.ScheduleId, schedule.ScheduleId));
            if (_database is not null)
                tags.Add(new(Instruments.Database, _database));
            // A due time that has come while nobody looked is due now.
            measurements.Add(new Measurement<double>(Math.Max(span.TotalSeconds, 0), tags));
        }

        return measurements;
    }

    private void Renew()
    {
        var asked = Interlocked.Read(ref _asked);
        if ((asked != 0 && _time.GetElapsedTime(asked) < RenewEvery)
            || Interlocked.CompareExchange(ref _asked, Math.Max(_time.GetTimestamp(), 1), asked) != asked)
            return;
        _ = Task.Run(async () =>
        {
            try
            {
                _known = await _health.CheckAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Shut down, or a host's own service that failed: the gauges stay as they were, and the next minute tries again.
            }
        });
    }
}
