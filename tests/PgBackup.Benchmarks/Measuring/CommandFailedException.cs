namespace PgBackup.Benchmarks.Measuring;

/// <summary>A program that was to be measured failed.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
