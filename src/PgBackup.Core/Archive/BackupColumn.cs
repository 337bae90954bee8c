namespace PgBackup;

/// <summary>A column of a table's rows.</summary>
/// <param name="Name">The name, unquoted.</param>
/// <param name="Type">The type as <c>format_type</c> writes it.</param>
public sealed record BackupColumn(string Name, string Type);
