namespace PgBackup;

/// <summary>What a verification found.</summary>
public sealed record VerificationReport
{
    /// <summary>Gets the backup's id.</summary>
    public required string BackupId { get; init; }

    /// <summary>Gets the name of the database that was backed up; null where the manifest cannot be read.</summary>
    public string? Database { get; init; }

    /// <summary>Gets how deep the verification looked.</summary>
    public required VerificationLevel Level { get; init; }

    /// <summary>Gets what is wrong, each naming what and where; empty when the backup is good.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Gets how many bytes of the artifact were read.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Gets how many segments were checked.</summary>
    public required int Segments { get; init; }

    /// <summary>Gets how long the verification took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether what is wrong says nothing of the backup: the server failed, or a format is not
    /// registered.</summary>
    internal bool IsInconclusive { get; init; }

    /// <summary>Gets a value indicating whether nothing is wrong.</summary>
    public bool IsGood => Problems.Count == 0;
}
