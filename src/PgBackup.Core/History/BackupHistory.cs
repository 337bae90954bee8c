using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>Does what <see cref="IBackupHistory"/> promises.</summary>
internal sealed class BackupHistory : IBackupHistory, IAsyncDisposable, IDisposable
{
    private const int LongestPage = 1000;

    // After a run little has grown old since the last time; a history that was never pruned is caught up with over some days.
    private const int BatchesAfterRun = 10;

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(30);

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(3660);

    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromHours(1);

    private readonly PgBackupOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lazy<DatabaseConnector> _connector;
    private readonly HistoryDatabase _database;
    private readonly HistoryPruner _pruner;
    private readonly bool _hasDatabase;
    private long _lastUpkeep;

    public BackupHistory(
        IOptions<PgBackupOptions> options, TimeProvider time, ILogger<BackupHistory>? logger = null, NpgsqlDataSource? dataSource = null)
    {
        _options = options.Value;
        _time = time;
        _logger = logger ?? NullLogger<BackupHistory>.Instance;
        _connector = new Lazy<DatabaseConnector>(() => DatabaseConnector.For(_options, dataSource));
        _hasDatabase = !string.IsNullOrEmpty(_options.ConnectionString) || dataSource is not null;
        _database = new HistoryDatabase(_connector, _options.AutoMigrate, time);
        _pruner = new HistoryPruner(_database);
    }

    public Task<HistoryPage> ListAsync(HistoryFilter? filter, CancellationToken cancellationToken)
    {
        filter ??= new HistoryFilter();
        if (filter.Limit is < 1 or > LongestPage)
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Limit, $"Limit must be 1 to {LongestPage}.");
        HistoryCursor? cursor = filter.Cursor is null ? null : HistoryCursor.Parse(filter.Cursor);
        return Database().ReadAsync(
            (queries, token) => HistoryReader.ReadPageAsync(queries, filter, cursor, token), new HistoryPage { Records = [] },
            cancellationToken);
    }

    public Task<HistoryStatistics> GetStatisticsAsync(
        DateTimeOffset? from, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var end = before ?? _time.GetUtcNow();
        var begin = from ?? end - DefaultPeriod;
        if (begin > end || end - begin > LongestPeriod)
            throw new ArgumentOutOfRangeException(nameof(from), from, "The period must begin before its end, ten years at most.");
        return Database().ReadAsync(
            (queries, token) => HistoryReader.ReadStatisticsAsync(queries, begin, end, token),
            new HistoryStatistics { From = begin, Before = end, Operations = [], Days = [], Schedules = [] },
            cancellationToken);
    }

    public async Task<HistoryPruneResult> PruneAsync(HistoryRetention? retention, CancellationToken cancellationToken)
    {
        retention ??= _options.HistoryRetention;
        if (Check(retention) is { } error)
            throw new ArgumentException($"HistoryRetention {error}", nameof(retention));
        Database();
        var result = await _pruner.PruneAsync(retention, int.MaxValue, cancellationToken).ConfigureAwait(false);
        if (result.Operations + result.Runs > 0)
            _logger.HistoryPruned(result.Operations, result.Runs);
        return result;
    }

    /// <summary>Gets the database; null where none is configured.</summary>
    public HistoryDatabase? Reading => _hasDatabase ? _database : null;

    /// <summary>Removes some of what is old, once in a while: called after each run of a schedule. Fails nothing.</summary>
    public async Task UpkeepAsync(CancellationToken cancellationToken)
    {
        var last = Interlocked.Read(ref _lastUpkeep);
        if (!_hasDatabase || (last != 0 && _time.GetElapsedTime(last) < UpkeepInterval)
            || Interlocked.CompareExchange(ref _lastUpkeep, Math.Max(_time.GetTimestamp(), 1), last) != last)
            return;
        try
        {
            var result = await _pruner.PruneAsync(_options.HistoryRetention, BatchesAfterRun, cancellationToken).ConfigureAwait(false);
            if (result.Operations + result.Runs > 0)
                _logger.HistoryPruned(result.Operations, result.Runs);
        }
        catch (PgBackupException exception)
        {
            _logger.HistoryNotPruned(exception, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next run goes on.
        }
    }

    /// <summary>Tells what is wrong with a retention of the history; null when nothing is.</summary>
    public static string? Check(HistoryRetention retention)
    {
        if (retention.KeepFor is { } age && (age < TimeSpan.FromDays(1) || age > TimeSpan.FromDays(36_500)))
            return $"must keep rows for 1 day to 100 years (KeepFor); it is {age}.";
        return retention.MaxRows < 100 ? $"must keep 100 rows at least (MaxRows); it is {retention.MaxRows}." : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connector.IsValueCreated)
            await _connector.Value.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_connector.IsValueCreated)
            _connector.Value.Dispose();
    }

    private HistoryDatabase Database() => _hasDatabase
        ? _database
        : throw new InvalidOperationException(
            "PgBackup has no database: set PgBackupOptions.ConnectionString, or register an NpgsqlDataSource.");
}
