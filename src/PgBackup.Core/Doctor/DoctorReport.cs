namespace PgBackup;

/// <summary>What an examination of a database found.</summary>
public sealed record DoctorReport
{
    /// <summary>Gets the name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Gets the server's version, for instance <c>17.4</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Gets the role that connected.</summary>
    public required string Role { get; init; }

    /// <summary>Gets what was found, the gravest first.</summary>
    public required IReadOnlyList<DoctorFinding> Findings { get; init; }

    /// <summary>Gets a value indicating whether nothing was found that a backup or restore would fail on.</summary>
    public bool IsHealthy => Findings.All(f => f.Severity != FindingSeverity.Error);
}
