using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PgBackup.Restore;

/// <summary>Names of databases that are made or kept beside another one.</summary>
internal static class DatabaseName
{
    private const int RandomDigits = 8;

    // The server cuts longer names silently, which would be another database.
    private const int MaxBytes = 63;

    /// <summary>Names the database that is restored into before it gets its real name. Nobody else has it: it may be dropped.</summary>
    public static string New(string name) =>
        WithSuffix(name, $"_pgbackup_new_{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}");

    /// <summary>Names the database that another one took the place of.</summary>
    public static string Replaced(string name, DateTimeOffset when) =>
        WithSuffix(name, when.UtcDateTime.ToString("'_replaced_'yyyyMMddHHmmss", CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentException">The server would not take the name as it is.</exception>
    public static string Require(string name, string parameter)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("CreateDatabase is empty: it is the name of the new database.", parameter);
        if (name.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            throw new ArgumentException(
                $"CreateDatabase has more than {MaxBytes} bytes, or a null character: no database can have that name.", parameter);
        }

        return name;
    }

    private static string WithSuffix(string name, string suffix)
    {
        var room = MaxBytes - Encoding.UTF8.GetByteCount(suffix);
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            text.Append(rune);
        }

        return text.Append(suffix).ToString();
    }
}
