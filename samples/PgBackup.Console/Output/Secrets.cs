using System.Text.RegularExpressions;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Takes passwords out of text that quotes what the user typed.</summary>
internal static partial class Secrets
{
    public static string Redact(string text) => UrlPassword().Replace(KeywordPassword().Replace(text, "$1***"), "://***@");

    /// <summary>A keyword of a connection string with all that follows: an unquoted password may hold anything.</summary>
    [GeneratedRegex(@"\b((?:ssl\s*)?(?:password|pwd)\s*=).*", RegexOptions.IgnoreCase)]
    private static partial Regex KeywordPassword();

    [GeneratedRegex(@"://\S*@")]
    private static partial Regex UrlPassword();
}
