using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Events;
using PgBackup.History;
using PgBackup.Postgres;

namespace PgBackup.Scheduling;

/// <summary>Does what <see cref="IScheduledBackupService"/> promises.</summary>
internal sealed class ScheduledBackupService : IScheduledBackupService, IAsyncDisposable, IDisposable
{
    private readonly PgBackupOptions _options;
    private readonly IReadOnlyList<string> _formats;
    private readonly CoordinationDatabase _database;
    private readonly ScheduleTable _table;
    private readonly RunLedger _ledger;
    private readonly ScheduleCatalog _catalog;
    private readonly RunEvents _events;
    private readonly RunExecutor _executor;
    private readonly ScheduleLoop _loop;

    public ScheduledBackupService(
        IOptions<PgBackupOptions> options, IDatabaseBackup backup, IBackupStore store, BackupHistory history,
        IEnumerable<IAfterRun> afterRun, IEnumerable<IBackupFormat> formats, TimeProvider time,
        ILogger<ScheduledBackupService>? logger = null, NpgsqlDataSource? dataSource = null, EventHub? events = null)
    {
        _options = options.Value;
        _formats = [.. formats.Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)];
        var scheduling = _options.Scheduling;
        var log = (ILogger?)logger ?? NullLogger.Instance;
        var connector = new Lazy<DatabaseConnector>(() => DatabaseConnector.For(_options, dataSource));
        _database = new CoordinationDatabase(connector, _options, store, time);
        _table = new ScheduleTable(_database);
        _ledger = new RunLedger(_database, scheduling, scheduling.Instance ?? $"{Environment.MachineName}:{Environment.ProcessId}", time);
        _catalog = new ScheduleCatalog(_options, _table, _ledger, log);
        _events = new RunEvents(events, _table, _ledger.Instance, () => connector.Value.Database, log);
        _executor = new RunExecutor(backup, _ledger, _table, _events, scheduling, time, log)
        {
            AfterRun = async token =>
            {
                await history.UpkeepAsync(token).ConfigureAwait(false);
                foreach (var more in afterRun)
                    await more.AfterRunAsync(token).ConfigureAwait(false);
            },
        };
        _loop = new ScheduleLoop(_catalog, _ledger, _executor, _events, scheduling, time, log);
    }

    public async Task<ScheduleStatus> AddAsync(BackupSchedule schedule, CancellationToken cancellationToken)
    {
        var definition = Stored(schedule);
        if (_catalog.IsGiven(definition.Id) || !await _table.AddAsync(definition, cancellationToken).ConfigureAwait(false))
        {
            throw new PgBackupException(
                PgBackupErrorCodes.ScheduleExists,
                $"There is a schedule '{definition.Id}' already. Choose another id, or change that one. Where the list does not show it, "
                + "the code of another application, or of an older version of this one, defines it.")
            {
                ObjectName = definition.Id,
            };
        }

        return await ChangedAsync(definition.Id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ScheduleStatus> UpdateAsync(BackupSchedule schedule, CancellationToken cancellationToken)
    {
        var definition = Stored(schedule);
        RefuseGiven(definition.Id, "change it there");
        if (!await _table.UpdateAsync(definition, cancellationToken).ConfigureAwait(false))
            await _catalog.GetAsync(definition.Id, cancellationToken).ConfigureAwait(false);
        return await ChangedAsync(definition.Id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> RemoveAsync(string scheduleId, CancellationToken cancellationToken)
    {
        RefuseGiven(scheduleId, "remove it there, or disable it");
        var existed = await _table.RemoveAsync(scheduleId, cancellationToken).ConfigureAwait(false);
        _loop.Wake();
        return existed;
    }

    public Task EnableAsync(string scheduleId, CancellationToken cancellationToken) => SetEnabledAsync(scheduleId, true, cancellationToken);

    public Task DisableAsync(string scheduleId, CancellationToken cancellationToken) =>
        SetEnabledAsync(scheduleId, false, cancellationToken);

    public async Task<IReadOnlyList<ScheduleStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var schedules = await _catalog.ReadAsync(cancellationToken).ConfigureAwait(false);
        var runs = (await _table.ReadLastRunsAsync(cancellationToken)
            .ConfigureAwait(false)).ToDictionary(r => r.ScheduleId, StringComparer.Ordinal);
        return [.. schedules.Select(s => Status(s.Definition, s.Row, runs.GetValueOrDefault(s.Definition.Id)))];
    }

    public async Task<IReadOnlyList<DateTimeOffset>> ListUpcomingAsync(string scheduleId, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        var (definition, row) = await _catalog.GetAsync(scheduleId, cancellationToken).ConfigureAwait(false);
        return [.. definition.DueTimes.After(row.Now).Take(count).Select(t => Local(definition, t))];
    }

    public async Task<IReadOnlyList<ScheduleRun>> ListRunsAsync(string? scheduleId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        return await _table.ReadRunsAsync(scheduleId, limit, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ScheduleRun> RunNowAsync(string scheduleId, CancellationToken cancellationToken)
    {
        var (definition, _) = await _catalog.GetAsync(scheduleId, cancellationToken).ConfigureAwait(false);
        // Without the token: what was taken must be run.
        var (dueAt, claim) = await _ledger.TakeNowAsync(definition, CancellationToken.None).ConfigureAwait(false);
        if (claim is null)
            _events.Skipped(definition, dueAt);
        var run = claim is null ? null : await _executor.ExecuteAsync(definition, claim, givesBack: false, cancellationToken)
            .ConfigureAwait(false);
        return run ?? await _table.ReadRunAsync(scheduleId, dueAt, CancellationToken.None).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ScheduleRun>> RunDueAsync(CancellationToken cancellationToken) => _loop.RunDueAsync(cancellationToken);

    public Task RunAsync(CancellationToken stoppingToken) => _loop.RunAsync(stoppingToken);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _database.Dispose();

    private static DateTimeOffset Local(ScheduleDefinition definition, DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, definition.Zone);

    private static ScheduleStatus Status(ScheduleDefinition definition, ScheduleRow row, ScheduleRun? lastRun)
    {
        var isEnabled = row.Enabled ?? definition.Schedule.Enabled;
        return new ScheduleStatus
        {
            Schedule = ScheduleJson.Copy(definition.Schedule),
            Enabled = isEnabled,
            Stored = definition.Stored,
            TimeZone = definition.Zone.Id,
            NextDueAt = isEnabled && definition.DueTimes.Next(row.Now) is { } next ? Local(definition, next) : null,
            LastRun = lastRun,
        };
    }

    // All instances are to read the same time zone in it, whatever their own.
    private ScheduleDefinition Stored(BackupSchedule schedule)
    {
        var definition = ScheduleDefinition.From(schedule, _options);
        if (ScheduleFormat.Check(schedule, _formats) is { } error)
            throw new ArgumentException(error, nameof(schedule));
        var copy = ScheduleJson.Copy(schedule);
        copy.TimeZone ??= TimeZoneInfo.TryFindSystemTimeZoneById(definition.Zone.Id, out _) ? definition.Zone.Id : null;
        return ScheduleDefinition.From(copy, _options, stored: true);
    }

    private void RefuseGiven(string id, string remedy)
    {
        if (_catalog.IsGiven(id))
            throw new InvalidOperationException($"Schedule '{id}' is given in code or configuration: {remedy}.");
    }

    private async Task SetEnabledAsync(string id, bool enabled, CancellationToken cancellationToken)
    {
        var (definition, _) = await _catalog.GetAsync(id, cancellationToken).ConfigureAwait(false);
        await _table.SetEnabledAsync(definition, enabled, cancellationToken).ConfigureAwait(false);
        _loop.Wake();
    }

    private async Task<ScheduleStatus> ChangedAsync(string id, CancellationToken cancellationToken)
    {
        _loop.Wake();
        var (definition, row) = await _catalog.GetAsync(id, cancellationToken).ConfigureAwait(false);
        var runs = await _table.ReadRunsAsync(id, 1, cancellationToken).ConfigureAwait(false);
        return Status(definition, row, runs.FirstOrDefault());
    }
}
