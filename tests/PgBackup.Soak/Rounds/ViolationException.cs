namespace PgBackup.Soak.Rounds;

/// <summary>Something happened that must never happen.</summary>
public sealed class ViolationException(string message, Exception? cause = null) : Exception(message, cause);
