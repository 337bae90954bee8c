namespace PgBackup.Backup;

/// <summary>Adds up what the workers did, and tells it a few times a second.</summary>
internal sealed class BackupProgressReporter(IProgress<BackupProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _reporting = new();
    private long _rows;
    private long _bytes;
    private int _tablesDone;
    private int _tablesTotal;
    private long _estimatedBytes;
    private long _lastReport;
    private BackupPhase _phase;

    public long Rows => Interlocked.Read(ref _rows);

    public void Begin(BackupPhase phase, int tablesTotal, long estimatedBytes)
    {
        _phase = phase;
        _tablesTotal = tablesTotal;
        _estimatedBytes = estimatedBytes;
        Report(force: true);
    }

    public void AddRows(long count) => Interlocked.Add(ref _rows, count);

    public void AddBytes(long count)
    {
        Interlocked.Add(ref _bytes, count);
        Report(force: false);
    }

    public void TableDone()
    {
        Interlocked.Increment(ref _tablesDone);
        Report(force: false);
    }

    private void Report(bool force)
    {
        if (progress is null)
            return;
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref _lastReport);
        if (!force && (time.GetElapsedTime(last, now) < Interval || Interlocked.CompareExchange(ref _lastReport, now, last) != last))
            return;
        lock (_reporting)
        {
            var bytes = Interlocked.Read(ref _bytes);
            progress.Report(new BackupProgress(_phase, _tablesDone, _tablesTotal, Rows, bytes, Math.Max(bytes, _estimatedBytes)));
        }
    }
}
