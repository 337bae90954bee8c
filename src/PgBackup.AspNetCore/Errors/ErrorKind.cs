namespace PgBackup.AspNetCore.Errors;

/// <summary>What an error code means over HTTP.</summary>
/// <param name="Status">The status.</param>
/// <param name="Title">What happened, whatever it is about.</param>
/// <param name="Field">The field of the request that is always to blame; null where that varies.</param>
internal sealed record ErrorKind(int Status, string Title, string? Field = null);
