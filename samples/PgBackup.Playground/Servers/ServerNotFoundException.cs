namespace PgBackup.Playground.Servers;

/// <summary>No PostgreSQL server is at hand and none could be got; the message says what was tried and what to install.</summary>
public sealed class ServerNotFoundException : Exception
{
    public ServerNotFoundException(string message)
        : base(message)
    {
    }

    public ServerNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ServerNotFoundException()
    {
    }
}
