using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Health;

/// <summary>The endpoint of health, for people; probes take the host's health checks.</summary>
internal static class HealthEndpoints
{
    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/health", "getHealth", "Tells how it stands with backups, and what to do.", RunAsync)
        {
            Tag = "Health",
            Answers = [new(200, "The status, good or bad.", typeof(HealthResponse))],
        },
    ];

    private static async Task RunAsync(ApiCall call)
    {
        var health = await call.Service<IBackupHealth>().CheckAsync(call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(200, HealthResponse.From(health), ApiJson.Default.HealthResponse).ConfigureAwait(false);
    }
}
