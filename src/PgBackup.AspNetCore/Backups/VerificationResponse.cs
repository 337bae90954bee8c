using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>What a verification found.</summary>
internal sealed record VerificationResponse
{
    public required string BackupId { get; init; }

    public required VerificationLevel Level { get; init; }

    public required bool IsGood { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required long BytesRead { get; init; }

    public required int Segments { get; init; }

    public required double DurationSeconds { get; init; }

    public static VerificationResponse From(VerificationReport report) => new()
    {
        BackupId = report.BackupId,
        Level = report.Level,
        IsGood = report.IsGood,
        Problems = report.Problems,
        BytesRead = report.BytesRead,
        Segments = report.Segments,
        DurationSeconds = Seconds.Of(report.Duration),
    };
}
