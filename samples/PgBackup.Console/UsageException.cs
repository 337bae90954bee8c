namespace PgBackup.ConsoleHost;

/// <summary>The arguments cannot be used; the program ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
