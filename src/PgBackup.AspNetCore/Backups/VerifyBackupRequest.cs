namespace PgBackup.AspNetCore.Backups;

/// <summary>How a backup is verified.</summary>
internal sealed record VerifyBackupRequest
{
    /// <summary>Gets how deep to look; checksums where it is not said.</summary>
    public VerificationLevel? Level { get; init; }
}
