namespace PgBackup.ConsoleHost;

/// <summary>The work was done and its result is not good; the program ends with exit code 1.</summary>
internal sealed class FailedException(string message) : Exception(message);
