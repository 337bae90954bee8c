namespace PgBackup.AspNetCore.Backups;

/// <summary>The tables whose rows a backup holds.</summary>
internal sealed record BackupTablesResponse
{
    public required IReadOnlyList<BackupTableResponse> Tables { get; init; }
}
