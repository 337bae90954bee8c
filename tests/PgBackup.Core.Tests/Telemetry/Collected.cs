using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace PgBackup.Tests.Telemetry;

/// <summary>Collects the library's spans of one trace, and its metrics, with the OpenTelemetry SDK, as a host would.</summary>
internal sealed class Collected : IDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metering;
    private readonly Activity _root = new("test");

    public Collected()
    {
        // Other tests run meanwhile: only what is below this test's own span is sampled.
        _tracing = Sdk.CreateTracerProviderBuilder().AddSource(PgBackupTelemetry.ActivitySourceName)
            .SetSampler(new ParentBasedSampler(new AlwaysOffSampler())).AddInMemoryExporter(_spans).Build();
        _metering = Sdk.CreateMeterProviderBuilder().AddMeter(PgBackupTelemetry.MeterName).AddInMemoryExporter(_metrics).Build();
        _root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        _root.Start();
    }

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            _tracing.ForceFlush();
            return [.. _spans.Where(s => s.TraceId == _root.TraceId)];
        }
    }

    public ActivitySpanId Root => _root.SpanId;

    /// <summary>Reads the points of a metric that carry an attribute.</summary>
    public List<(Dictionary<string, string> Tags, double Value, long Count, string Unit)> Points(string metric, string tag, string value)
    {
        _metrics.Clear();
        _metering.ForceFlush();
        var points = new List<(Dictionary<string, string>, double, long, string)>();
        foreach (var snapshot in _metrics.Where(m => m.Name == metric))
        {
            foreach (var point in snapshot.MetricPoints)
            {
                var tags = new Dictionary<string, string>();
                foreach (var pair in point.Tags)
                    tags[pair.Key] = pair.Value!.ToString()!;
                if (tags.GetValueOrDefault(tag) == value)
                    points.Add((tags, Value(snapshot.MetricType, point), Count(snapshot.MetricType, point), snapshot.Unit));
            }
        }

        return points;
    }

    public void Dispose()
    {
        _root.Dispose();
        _tracing.Dispose();
        _metering.Dispose();
    }

    private static double Value(MetricType type, MetricPoint point) => type switch
    {
        MetricType.Histogram => point.GetHistogramSum(),
        MetricType.LongSum => point.GetSumLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static long Count(MetricType type, MetricPoint point) => type == MetricType.Histogram ? point.GetHistogramCount() : 1;
}
