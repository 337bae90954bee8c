namespace PgBackup;

/// <summary>What is known of a backup before it is written.</summary>
public sealed record BackupDescription
{
    /// <summary>Gets the backup's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the snapshot was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Gets the server's version, for instance <c>17.4</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Gets the server's major version, for instance 17.</summary>
    public required int ServerMajor { get; init; }

    /// <summary>Gets what was decided about the database when it was made; null where it is not known.</summary>
    public BackupDatabase? Properties { get; init; }

    /// <summary>Gets what the backup leaves out against the whole database, in words of the options; empty for a whole one.</summary>
    public IReadOnlyList<string> Selection { get; init; } = [];

    /// <summary>Gets the label that the backup was given, if any.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the version of the library that writes the backup.</summary>
    public required string LibraryVersion { get; init; }
}
