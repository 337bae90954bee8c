namespace PgBackup;

/// <summary>A constraint that existing rows break.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Reason">The server's words.</param>
public sealed record ConstraintViolation(ConstraintName Constraint, string Reason);
