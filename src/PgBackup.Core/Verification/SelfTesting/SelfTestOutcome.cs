namespace PgBackup;

/// <summary>How a step of a self-test ended.</summary>
public enum SelfTestOutcome
{
    /// <summary>All went well.</summary>
    Passed,

    /// <summary>Something is wrong; the message says what, and what helps.</summary>
    Failed,

    /// <summary>It was not tried, because a step that it needs failed.</summary>
    Skipped,
}
