using System.Diagnostics;

namespace PgBackup.Telemetry;

/// <summary>The spans within an operation: its phases, one after the other, and the largest of its tables.</summary>
/// <remarks>Found by whatever the operation calls, on any thread; there is none where nobody listens. Tables become spans only at the end,
/// when it is known which are the largest.</remarks>
internal sealed class OperationSpans : IDisposable
{
    /// <summary>How many tables of an operation have a span.</summary>
    public const int MostTables = 100;

    private static readonly AsyncLocal<OperationSpans?> Ambient = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Schema, string Name), TableTime> _tables = [];
    private readonly ActivityContext _operation;
    private readonly TimeProvider _time;
    private Activity? _phase;
    private bool _isEnded;

    private OperationSpans(ActivityContext operation, TimeProvider time)
    {
        _operation = operation;
        _time = time;
    }

    /// <summary>Gets the spans of the operation that the calling code is part of; null where nobody listens.</summary>
    public static OperationSpans? Current => Ambient.Value;

    public static OperationSpans Begin(Activity operation, TimeProvider time) =>
        Ambient.Value = new OperationSpans(operation.Context, time);

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Ends the phase that the operation is in, and begins another.</summary>
    public void Enter(string phase)
    {
        lock (_lock)
        {
            if (_isEnded || _phase?.OperationName == phase)
                return;
            EndPhase();
            _phase = Aside(() => Instruments.Source.StartActivity(phase, ActivityKind.Internal, _operation));
        }
    }

    /// <summary>Notes that a connection worked on the rows of a table for a while.</summary>
    public void AddTable(BackupTable table, DateTimeOffset from)
    {
        var until = Now;
        lock (_lock)
        {
            var key = (table.Schema, table.Name);
            _tables[key] = _tables.TryGetValue(key, out var time)
                ? time with { From = from < time.From ? from : time.From, Until = until > time.Until ? until : time.Until }
                : new TableTime(from, until, _phase?.Context ?? _operation, table.Rows, table.Bytes);
        }
    }

    /// <summary>Notes how large tables are, where that was not known before.</summary>
    public void Measure(IEnumerable<BackupTable> tables)
    {
        lock (_lock)
        {
            foreach (var table in tables)
            {
                if (_tables.TryGetValue((table.Schema, table.Name), out var time))
                    _tables[(table.Schema, table.Name)] = time with { Rows = table.Rows, Bytes = table.Bytes };
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isEnded = true;
            EndPhase();
            // Of an operation that failed the sizes are not known: then the longest.
            foreach (var (name, table) in _tables
                .OrderByDescending(t => t.Value.Bytes).ThenByDescending(t => t.Value.Until - t.Value.From).Take(MostTables))
                Aside(() => Write(name, table));
            _tables.Clear();
        }
    }

    private static Activity? Write((string Schema, string Name) name, TableTime table)
    {
        var span = Instruments.Source.StartActivity("table", ActivityKind.Internal, table.Phase, startTime: table.From);
        span?.SetTag(Instruments.Table, $"{name.Schema}.{name.Name}");
        span?.SetTag(Instruments.RowsName, table.Rows);
        span?.SetTag("pgbackup.bytes", table.Bytes);
        span?.SetEndTime(table.Until.UtcDateTime);
        span?.Stop();
        return span;
    }

    // A phase may begin and end in different methods, and on different threads: it must not become, nor leave behind, what is current
    // there.
    private static Activity? Aside(Func<Activity?> action)
    {
        var current = Activity.Current;
        var span = action();
        Activity.Current = current;
        return span;
    }

    private void EndPhase() => Aside(() =>
    {
        _phase?.Stop();
        return _phase = null;
    });

    private sealed record TableTime(DateTimeOffset From, DateTimeOffset Until, ActivityContext Phase, long Rows, long Bytes);
}
