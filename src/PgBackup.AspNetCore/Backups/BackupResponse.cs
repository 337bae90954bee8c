using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Backups;

/// <summary>A backup as it is asked for.</summary>
internal sealed record BackupResponse
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required double DurationSeconds { get; init; }

    public required string Database { get; init; }

    public required string ServerVersion { get; init; }

    public required string Format { get; init; }

    public required BackupCompression Compression { get; init; }

    public required long Size { get; init; }

    public required long UncompressedSize { get; init; }

    public required string Sha256 { get; init; }

    public required int Tables { get; init; }

    public required long Rows { get; init; }

    public string? Label { get; init; }

    public string? ScheduleId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? ConvertedFrom { get; init; }

    public required BackupRoles Roles { get; init; }

    public required bool DatabaseProperties { get; init; }

    public required IReadOnlyList<string> Selection { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required BackupState State { get; init; }

    public required bool Pinned { get; init; }

    public DateTimeOffset? LastVerifiedAt { get; init; }

    public static BackupResponse From(BackupInfo backup) => new()
    {
        Id = backup.Id,
        CreatedAt = backup.CreatedAt,
        DurationSeconds = Seconds.Of(backup.Duration),
        Database = backup.Database,
        ServerVersion = backup.ServerVersion,
        Format = backup.Format,
        Compression = backup.Compression,
        Size = backup.Size,
        UncompressedSize = backup.UncompressedSize,
        Sha256 = backup.Sha256,
        Tables = backup.Tables,
        Rows = backup.Rows,
        Label = backup.Label,
        ScheduleId = backup.ScheduleId,
        DueAt = backup.DueAt,
        ConvertedFrom = backup.ConvertedFrom,
        Roles = backup.Roles,
        DatabaseProperties = backup.DatabaseProperties,
        Selection = backup.Selection,
        Warnings = backup.Warnings,
        State = backup.State,
        Pinned = backup.Pinned,
        LastVerifiedAt = backup.LastVerifiedAt,
    };
}
