using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Restores;

/// <summary>The endpoint of restores.</summary>
internal static class RestoreEndpoints
{
    public static IEnumerable<ApiEndpoint> All =>
    [
        new("PUT", "", "restoreBackup", "Restores a backup, all or nothing; with dryRun, tells what that would do.", RestoreBackup.RunAsync)
        {
            Tag = "Restores",
            Body = typeof(RestoreRequest),
            Answers =
            [
                new(200, "What was restored.", typeof(RestoreResponse)),
                new(200, "With dryRun: the plan, also one with conflicts.", typeof(RestorePlanResponse)),
                new(202, "It is being restored (Prefer: respond-async).", typeof(OperationResponse)),
            ],
        },
    ];
}
