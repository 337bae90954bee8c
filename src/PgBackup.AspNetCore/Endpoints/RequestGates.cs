using Microsoft.Extensions.Options;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>How much of each kind of request may be going on.</summary>
internal sealed class RequestGates(IOptions<PgBackupHttpOptions> options)
{
    public int MaxBodyBytes { get; } = options.Value.MaxRequestBodyBytes;

    public RequestGate Downloads { get; } = new("downloads", options.Value.MaxConcurrentStreams);

    public RequestGate Events { get; } = new("streams of events", options.Value.MaxConcurrentStreams);

    public RequestGate Plans { get; } = new("plans", options.Value.MaxConcurrentOperations);
}
