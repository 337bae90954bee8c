namespace PgBackup.Soak.Faults;

/// <summary>How a run of the console host ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ConsoleOutcome(int ExitCode, string Output, string Errors);
