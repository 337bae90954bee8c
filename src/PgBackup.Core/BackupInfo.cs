namespace PgBackup;

/// <summary>A finished backup, as its manifest describes it, and what its store tells of it since.</summary>
public sealed record BackupInfo
{
    /// <summary>Gets the backup's id, unique within its store; ids sort by time.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the backup's snapshot was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets how long the backup took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Gets the server's version, for instance <c>17.4</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Gets the name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Gets how the artifact is compressed.</summary>
    public required BackupCompression Compression { get; init; }

    /// <summary>Gets the file name of the artifact in its store.</summary>
    public required string Artifact { get; init; }

    /// <summary>Gets the size of the artifact.</summary>
    /// <value>Bytes.</value>
    public required long Size { get; init; }

    /// <summary>Gets the size of the artifact's content before compression.</summary>
    /// <value>Bytes.</value>
    public required long UncompressedSize { get; init; }

    /// <summary>Gets the SHA-256 of the artifact, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets how many tables have their rows in the backup.</summary>
    public required int Tables { get; init; }

    /// <summary>Gets how many rows the backup holds.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the label that the backup was given, if any.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the id of the schedule that made the backup; null where none did.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Gets when that schedule was due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets the id of the backup that this one was converted from; null where it was made of the database.</summary>
    public string? ConvertedFrom { get; init; }

    /// <summary>Gets what the backup holds of the server's roles.</summary>
    public BackupRoles Roles { get; init; }

    /// <summary>Gets a value indicating whether the backup holds the properties of the database itself.</summary>
    public bool DatabaseProperties { get; init; }

    /// <summary>Gets what the backup leaves out against the whole database, in words of the options; empty for a whole one.</summary>
    public IReadOnlyList<string> Selection { get; init => field = value ?? []; } = [];

    /// <summary>Gets what was noticed while it was made, for instance unreadable objects that were left out.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>Gets how far the backup can be trusted; kept in the store beside it.</summary>
    public BackupState State { get; init; }

    /// <summary>Gets a value indicating whether retention must leave it alone; kept in the store beside it.</summary>
    public bool Pinned { get; init; }

    /// <summary>Gets when it was last verified, whatever was found; null when it never was.</summary>
    public DateTimeOffset? LastVerifiedAt { get; init; }
}
