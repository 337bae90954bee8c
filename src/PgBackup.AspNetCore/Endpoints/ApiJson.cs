using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Errors;
using PgBackup.AspNetCore.Health;
using PgBackup.AspNetCore.History;
using PgBackup.AspNetCore.Operations;
using PgBackup.AspNetCore.Restores;
using PgBackup.AspNetCore.Retention;
using PgBackup.AspNetCore.Schedules;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>The JSON of requests and answers. What is not known, or there twice, or of another type is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16,
    Converters = [
        typeof(EnumNames<BackupCompression>), typeof(EnumNames<BackupHealthReasonKind>), typeof(EnumNames<BackupHealthStatus>),
        typeof(EnumNames<BackupRoles>), typeof(EnumNames<BackupState>), typeof(EnumNames<DependentsAction>),
        typeof(EnumNames<ExistingRowsAction>), typeof(EnumNames<OperationKind>), typeof(EnumNames<OperationOutcome>),
        typeof(EnumNames<OperationState>), typeof(EnumNames<RestoreAction>), typeof(EnumNames<RestoreOwnership>),
        typeof(EnumNames<ScheduleRunState>), typeof(EnumNames<VerificationLevel>),
    ])]
[JsonSerializable(typeof(BackupListResponse))]
[JsonSerializable(typeof(BackupTablesResponse))]
[JsonSerializable(typeof(CreateBackupRequest))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(HistoryPageResponse))]
[JsonSerializable(typeof(HistoryStatisticsResponse))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(OperationListResponse))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(RestorePlanResponse))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(RestoreResponse))]
[JsonSerializable(typeof(RetentionPreviewResponse))]
[JsonSerializable(typeof(ScheduleListResponse))]
[JsonSerializable(typeof(ScheduleRunListResponse))]
[JsonSerializable(typeof(UpcomingResponse))]
[JsonSerializable(typeof(VerificationResponse))]
[JsonSerializable(typeof(VerifyBackupRequest))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static Task WriteAsync<T>(HttpResponse response, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(response.Body, value, type, cancellationToken);
}
