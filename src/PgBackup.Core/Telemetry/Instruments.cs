using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PgBackup.Telemetry;

/// <summary>What spans and metrics are made by. Units are those of UCUM, as OpenTelemetry has them.</summary>
internal static class Instruments
{
    public const string Operation = "pgbackup.operation";
    public const string Outcome = "pgbackup.outcome";
    public const string BackupId = "pgbackup.backup.id";
    public const string ScheduleId = "pgbackup.schedule.id";
    public const string BackupSizeName = "pgbackup.backup.size";
    public const string RowsName = "pgbackup.rows";
    public const string Database = "db.namespace";
    public const string System = "db.system.name";
    public const string Table = "db.collection.name";
    public const string Error = "error.type";

    // For what has no code of its own.
    public const string OtherError = "_OTHER";

    private static readonly Meter Meter = new(PgBackupTelemetry.MeterName, LibraryVersion.Text);

    public static ActivitySource Source { get; } = new(PgBackupTelemetry.ActivitySourceName, LibraryVersion.Text);

    public static Counter<long> Operations { get; } = Meter.CreateCounter<long>(
        "pgbackup.operations", "{operation}", "Backups, restores, verifications, deletions and retention runs that ended.");

    public static Histogram<double> Duration { get; } = Meter.CreateHistogram(
        "pgbackup.operation.duration", "s", "How long operations took.", tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 43200],
        });

    public static Histogram<long> BackupSize { get; } = Meter.CreateHistogram(
        BackupSizeName, "By", "Size of the artifacts of backups that were made.", tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. Enumerable.Range(4, 10).Select(i => (long)Math.Pow(10, i))] });

    public static Histogram<long> Rows { get; } = Meter.CreateHistogram(
        RowsName, "{row}", "Rows of backups that were made, and of restores.", tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. Enumerable.Range(2, 10).Select(i => (long)Math.Pow(10, i))] });

    /// <summary>Adds a gauge that is asked for its values whenever metrics are collected.</summary>
    public static void AddGauge(string name, string description, Func<IEnumerable<Measurement<double>>> observe) =>
        Meter.CreateObservableGauge(name, observe, "s", description);
}
