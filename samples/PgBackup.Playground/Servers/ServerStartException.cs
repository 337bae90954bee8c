namespace PgBackup.Playground.Servers;

/// <summary>A server was found and did not start; the message ends in its log.</summary>
public sealed class ServerStartException : Exception
{
    public ServerStartException(string message, IReadOnlyList<string> log)
        : base(log.Count == 0 ? message : $"{message}{Environment.NewLine}{string.Join(Environment.NewLine, log)}")
    {
        Log = log;
    }

    public ServerStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ServerStartException(string message)
        : base(message)
    {
    }

    public ServerStartException()
    {
    }

    /// <summary>Gets the last lines that the server or <c>initdb</c> wrote.</summary>
    public IReadOnlyList<string> Log { get; } = [];

    /// <summary>Gets a value indicating whether the port was taken by another process meanwhile.</summary>
    internal bool IsPortTaken => Log.Any(line => line.Contains("could not bind", StringComparison.Ordinal));
}
