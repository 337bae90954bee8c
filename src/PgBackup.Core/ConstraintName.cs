namespace PgBackup;

/// <summary>Names a constraint of a table; the parts are not quoted.</summary>
/// <param name="Schema">The table's schema.</param>
/// <param name="Table">The table.</param>
/// <param name="Name">The constraint.</param>
public sealed record ConstraintName(string Schema, string Table, string Name);
