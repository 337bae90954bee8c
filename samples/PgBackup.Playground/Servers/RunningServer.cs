namespace PgBackup.Playground.Servers;

/// <summary>A server that answers, wherever it came from; <see cref="ThrowawayServer"/> is its public face.</summary>
internal abstract class RunningServer : IAsyncDisposable
{
    public abstract string ConnectionString { get; }

    public abstract string Source { get; }

    /// <summary>Gets the data directory, when it is on this machine and ours.</summary>
    public virtual string? DataDirectory => null;

    /// <summary>Gets a value indicating whether <see cref="StopAsync"/> and <see cref="StartAsync"/> are allowed.</summary>
    public virtual bool CanStop => true;

    public abstract Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken);

    /// <summary>Starts again what <see cref="StopAsync"/> stopped: same port, same data.</summary>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
