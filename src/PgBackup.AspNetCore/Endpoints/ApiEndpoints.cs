using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Health;
using PgBackup.AspNetCore.History;
using PgBackup.AspNetCore.OpenApi;
using PgBackup.AspNetCore.Operations;
using PgBackup.AspNetCore.Restores;
using PgBackup.AspNetCore.Retention;
using PgBackup.AspNetCore.Schedules;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>All endpoints.</summary>
internal static class ApiEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        .. BackupEndpoints.All,
        .. RestoreEndpoints.All,
        .. ScheduleEndpoints.All,
        .. RetentionEndpoints.All,
        .. HistoryEndpoints.All,
        .. HealthEndpoints.All,
        .. OperationEndpoints.All,
        .. OpenApiEndpoints.All,
    ];
}
