using System.Diagnostics;
using PgBackup.History;
using PgBackup.Telemetry;

namespace PgBackup.Operations;

/// <summary>The span and the metrics of one operation.</summary>
internal sealed class OperationTelemetry : IDisposable
{
    private readonly HistoryOperation _operation;
    private readonly string? _scheduleId = HistoryOrigin.Current?.ScheduleId;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _span;
    private readonly OperationSpans? _spans;

    private OperationTelemetry(HistoryOperation operation, TimeProvider time)
    {
        _operation = operation;
        _time = time;
        _started = time.GetTimestamp();
        if (!Instruments.Source.HasListeners())
            return;
        _span = Instruments.Source.StartActivity(operation.Name);
        if (_span is null)
            return;
        _span.SetTag(Instruments.System, "postgresql");
        _span.SetTag(Instruments.Operation, operation.Name);
        _span.SetTag(Instruments.Database, operation.Database);
        _span.SetTag(Instruments.ScheduleId, _scheduleId);
        _span.SetTag(Instruments.BackupId, operation.BackupId);
        _spans = OperationSpans.Begin(_span, time);
    }

    /// <summary>Begins the span of an operation, for the calling method and all that it awaits.</summary>
    public static OperationTelemetry Begin(HistoryOperation operation, TimeProvider time) => new(operation, time);

    public void Ended(HistoryOutcome outcome)
    {
        if (outcome.BackupId is { } id)
            _span?.SetTag(Instruments.BackupId, id);
        if (outcome.Problem is not null)
        {
            End("failed", _operation.Name == "verify" ? PgBackupErrorCodes.VerificationFailed : Instruments.OtherError);
            return;
        }

        End("succeeded", null);
        var tags = Tags("succeeded", null);
        if (_operation.Name == "backup" && outcome.Bytes is { } bytes)
        {
            _span?.SetTag(Instruments.BackupSizeName, bytes);
            Instruments.BackupSize.Record(bytes, tags);
        }

        if (outcome.Rows is { } rows)
        {
            _span?.SetTag(Instruments.RowsName, rows);
            Instruments.Rows.Record(rows, tags);
        }
    }

    public void Cancelled() => End("cancelled", null);

    public void Failed(Exception exception) =>
        End("failed", exception is PgBackupException { Code: var code } ? code : exception.GetType().FullName!);

    public void Dispose()
    {
        _spans?.Dispose();
        _span?.Dispose();
    }

    private void End(string outcome, string? error)
    {
        var tags = Tags(outcome, error);
        Instruments.Operations.Add(1, tags);
        Instruments.Duration.Record(_time.GetElapsedTime(_started).TotalSeconds, tags);
        if (_span is null)
            return;
        _span.SetTag(Instruments.Outcome, outcome);
        if (error is not null)
        {
            // The code and no message: a message names objects, and spans go far.
            _span.SetTag(Instruments.Error, error);
            _span.SetStatus(ActivityStatusCode.Error, error);
        }
    }

    private TagList Tags(string outcome, string? error)
    {
        var tags = new TagList { { Instruments.Operation, _operation.Name }, { Instruments.Outcome, outcome } };
        Add(Instruments.Database, _operation.Database);
        Add(Instruments.ScheduleId, _scheduleId);
        Add(Instruments.Error, error);
        return tags;

        void Add(string name, string? value)
        {
            if (value is not null)
                tags.Add(name, value);
        }
    }
}
