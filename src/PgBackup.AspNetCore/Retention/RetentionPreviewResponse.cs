namespace PgBackup.AspNetCore.Retention;

/// <summary>What a retention policy would keep and delete.</summary>
internal sealed record RetentionPreviewResponse
{
    public string? Database { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    public required RetentionPolicyResponse Policy { get; init; }

    public required long BytesKept { get; init; }

    public required long BytesDeleted { get; init; }

    public required IReadOnlyList<RetentionDecisionResponse> Decisions { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static RetentionPreviewResponse From(RetentionPlan plan, RetentionPolicy policy) => new()
    {
        Database = plan.Database,
        PlannedAt = plan.PlannedAt,
        Policy = RetentionPolicyResponse.From(policy),
        BytesKept = plan.BytesKept,
        BytesDeleted = plan.BytesDeleted,
        Decisions =
        [
            .. plan.Decisions.Select(d => new RetentionDecisionResponse
            {
                BackupId = d.Backup.Id,
                CreatedAt = d.Backup.CreatedAt,
                Size = d.Backup.Size,
                Keep = d.Keep,
                ReplacedBy = d.ReplacedBy,
                Reasons = d.Reasons,
            }),
        ],
        Warnings = plan.Warnings,
    };
}
