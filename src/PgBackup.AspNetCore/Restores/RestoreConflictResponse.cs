namespace PgBackup.AspNetCore.Restores;

/// <summary>Something that stands in the way of a restore.</summary>
/// <param name="Code">The code of the problem that the restore would be refused with.</param>
/// <param name="Name">The object, quoted as in SQL.</param>
/// <param name="Message">What is the matter and what to do.</param>
internal sealed record RestoreConflictResponse(string Code, string Name, string Message);
