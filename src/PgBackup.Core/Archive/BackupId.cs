using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PgBackup.Archive;

/// <summary>The ids of backups: the time of the snapshot and eight random digits, so that they sort by time and never collide.</summary>
internal static partial class BackupId
{
    public static string Create(DateTimeOffset time) =>
        FormattableString.Invariant($"{time.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    public static bool IsValid(string? id) => id is not null && Pattern().IsMatch(id);

    /// <exception cref="ArgumentException"><paramref name="id"/> is not an id; nothing else ever names a file.</exception>
    public static void Require(string? id, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(id, parameterName);
        if (!IsValid(id))
        {
            throw new ArgumentException(
                "A backup id looks like '20260131-020000-0a1b2c3d'; the list of backups shows those that exist.", parameterName);
        }
    }

    [GeneratedRegex(@"\A[0-9]{8}-[0-9]{6}-[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
