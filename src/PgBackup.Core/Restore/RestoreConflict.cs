namespace PgBackup;

/// <summary>Something that stands in the way of a restore.</summary>
/// <param name="Code">The error code that the restore would fail with, one of <see cref="PgBackupErrorCodes"/>.</param>
/// <param name="Name">The object, with its schema, quoted as in SQL.</param>
/// <param name="Message">What is the matter and what to do.</param>
public sealed record RestoreConflict(string Code, string Name, string Message);
