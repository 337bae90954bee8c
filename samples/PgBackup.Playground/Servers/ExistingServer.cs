using Npgsql;

namespace PgBackup.Playground.Servers;

/// <summary>A server that somebody else runs: databases come and go on it, nothing else is touched.</summary>
internal sealed class ExistingServer(string connectionString, string host, int major) : RunningServer
{
    public const string Variable = "PGBACKUP_CONNECTION";

    public override string ConnectionString => connectionString;

    public int Major => major;

    public override string Source => $"the server at {host} that {Variable} names";

    public override bool CanStop => false;

    /// <summary>Looks at the server that the environment names.</summary>
    /// <returns>Null when the variable is not set, or names a server of another major.</returns>
    public static async Task<ExistingServer?> FindAsync(int? major, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } connectionString)
            return null;

        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new ServerNotFoundException(
                $"The server at {settings.Host}:{settings.Port} that {Variable} names does not answer: {e.Message}"
                + " Correct the variable, or unset it.",
                e);
        }

        return major is null || connection.PostgreSqlVersion.Major == major
            ? new ExistingServer(connectionString, $"{settings.Host}:{settings.Port}", connection.PostgreSqlVersion.Major)
            : null;
    }

    public override Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken) => throw NotOurs();

    public override Task StartAsync(CancellationToken cancellationToken) => throw NotOurs();

    public override Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken) => throw NotOurs();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InvalidOperationException NotOurs() =>
        new($"{Source} is not ours to stop or start; ask for one with {nameof(ThrowawayServerOptions.AllowExisting)} = false.");
}
