namespace PgBackup.AspNetCore.Errors;

/// <summary>A request is answered with a problem.</summary>
/// <param name="code">One of <see cref="ApiErrorCodes"/>.</param>
/// <param name="message">What is wrong with this request, and what to do.</param>
/// <param name="field">The field that is to blame, if it is one.</param>
internal sealed class ApiException(string code, string message, string? field = null) : Exception(message)
{
    public string Code { get; } = code;

    public string? Field { get; } = field;

    /// <summary>Gets the problem as another request, an operation, met it; null where it is this one's own.</summary>
    public ProblemResponse? Problem { get; init; }

    public static ApiException Invalid(string field, string message) => new(ApiErrorCodes.InvalidRequest, message, field);
}
