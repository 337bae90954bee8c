using Microsoft.Extensions.Options;

namespace PgBackup.AspNetCore.DependencyInjection;

/// <summary>Checks the options of the HTTP API.</summary>
internal sealed class PgBackupHttpOptionsRules : IValidateOptions<PgBackupHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, PgBackupHttpOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Between(options.MaxRequestBodyBytes, 1024, 16 * 1024 * 1024, nameof(options.MaxRequestBodyBytes));
        Between(options.MaxConcurrentOperations, 1, 64, nameof(options.MaxConcurrentOperations));
        Between(options.MaxConcurrentStreams, 1, 1000, nameof(options.MaxConcurrentStreams));
        Between(options.MaxFinishedOperations, 0, 10_000, nameof(options.MaxFinishedOperations));
        Between(options.KeepFinishedOperations, TimeSpan.Zero, TimeSpan.FromDays(7), nameof(options.KeepFinishedOperations));
        Between(options.EventHeartbeat, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), nameof(options.EventHeartbeat));
        foreach (var origin in options.AllowedOrigins.Where(o => !IsOrigin(o)))
            result.AddError($"'{origin}' is no origin; write such as 'https://admin.example.com'.", nameof(options.AllowedOrigins));
        if (options.ErrorDocumentation is { IsAbsoluteUri: false })
            result.AddError($"'{options.ErrorDocumentation}' must be absolute.", nameof(options.ErrorDocumentation));
        return result.Build();

        void Between<T>(T value, T from, T to, string member)
            where T : IComparable<T>
        {
            if (value.CompareTo(from) < 0 || value.CompareTo(to) > 0)
                result.AddError($"must be {from} to {to}; it is {value}.", member);
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
