namespace PgBackup;

/// <summary>Where a statement stands in an artifact.</summary>
/// <param name="Role">What the statement is for.</param>
/// <param name="Segment">The index of the segment.</param>
/// <param name="Offset">Bytes before the statement within the decoded segment.</param>
/// <param name="Length">Bytes of the statement, with what the format puts around it.</param>
public readonly record struct StatementLocation(StatementRole Role, int Segment, int Offset, int Length);
