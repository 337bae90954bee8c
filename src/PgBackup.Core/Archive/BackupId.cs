using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PgBackup.Archive;

/// <summary>The ids of backups: the time of the snapshot to the 256th part of a second, and six random digits, so that they sort by time
/// and do not collide.</summary>
internal static partial class BackupId
{
    public static string Create(DateTimeOffset time)
    {
        var part = time.Ticks % TimeSpan.TicksPerSecond * 256 / TimeSpan.TicksPerSecond;
        var random = RandomNumberGenerator.GetHexString(6, lowercase: true);
        return FormattableString.Invariant($"{time.UtcDateTime:yyyyMMdd-HHmmss}-{part:x2}{random}");
    }

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
