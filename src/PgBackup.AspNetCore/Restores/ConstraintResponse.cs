namespace PgBackup.AspNetCore.Restores;

/// <summary>A constraint of a table.</summary>
internal sealed record ConstraintResponse(string Schema, string Table, string Name);
