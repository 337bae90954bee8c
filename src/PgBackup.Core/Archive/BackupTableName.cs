namespace PgBackup;

/// <summary>A table, named.</summary>
/// <param name="Schema">Its schema, unquoted.</param>
/// <param name="Name">Its name, unquoted.</param>
public sealed record BackupTableName(string Schema, string Name);
