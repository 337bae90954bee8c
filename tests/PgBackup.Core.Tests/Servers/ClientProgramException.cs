namespace PgBackup.Tests.Servers;

/// <summary>A PostgreSQL client program is missing or failed.</summary>
internal sealed class ClientProgramException(string message) : Exception(message);
