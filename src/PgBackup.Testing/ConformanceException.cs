namespace PgBackup.Testing;

/// <summary>A requirement is not met.</summary>
/// <param name="message">Which one, and how.</param>
public sealed class ConformanceException(string message) : Exception(message);
