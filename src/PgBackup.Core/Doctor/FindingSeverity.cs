namespace PgBackup;

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Something would be left out, or done otherwise.</summary>
    Warning,

    /// <summary>A backup or restore would fail.</summary>
    Error,
}
