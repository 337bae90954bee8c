namespace PgBackup.AspNetCore.Restores;

/// <summary>One step of a restore.</summary>
internal sealed record RestoreStepResponse(RestoreAction Action, string Kind, string Name, long Rows, long Bytes);
