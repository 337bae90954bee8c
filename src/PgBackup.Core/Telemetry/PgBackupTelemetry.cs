namespace PgBackup;

/// <summary>The names that OpenTelemetry is told, so that a host collects what the library measures.</summary>
public static class PgBackupTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> of the library's spans.</summary>
    public const string ActivitySourceName = "PgBackup";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> of the library's metrics.</summary>
    public const string MeterName = "PgBackup";
}
