namespace PgBackup.AspNetCore.Endpoints;

/// <summary>An answer of an endpoint.</summary>
/// <param name="Status">The status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Body">The type of the body; null where there is none, or it is not JSON.</param>
/// <param name="MediaType">What the body is.</param>
internal sealed record ApiAnswer(int Status, string Description, Type? Body = null, string MediaType = "application/json");
