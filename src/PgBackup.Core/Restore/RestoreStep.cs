namespace PgBackup;

/// <summary>One step of a restore.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Kind">The kind of the object, for instance <c>TABLE</c>, <c>INDEX</c> or <c>TABLE DATA</c>.</param>
/// <param name="Name">The object's name with its schema, quoted as in SQL.</param>
/// <param name="Rows">Rows to load; 0 for anything but data.</param>
/// <param name="Bytes">Bytes to load, before compression; 0 for anything but data.</param>
public sealed record RestoreStep(RestoreAction Action, string Kind, string Name, long Rows = 0, long Bytes = 0);
