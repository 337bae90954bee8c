using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PgBackup.Stores;

/// <summary>One fact about a backup, which is the name of a file in its store: <c>ID.KIND.TIME-RANDOM.mark.json</c>.</summary>
/// <remarks>A store takes each name once, so what changes cannot be one file. As the name tells all, the marks of all backups come with
/// one listing of the store, none is half written, and hosts that mark at the same time do not hinder each other.</remarks>
internal sealed partial record BackupMark(string BackupId, MarkKind Kind, VerificationLevel? Level, DateTimeOffset At, string FileName)
{
    public const string FileSuffix = ".mark.json";

    private const string TimeFormat = "yyyyMMdd-HHmmssfff";

    private static readonly Dictionary<string, (MarkKind Kind, VerificationLevel? Level)> Words = new(StringComparer.Ordinal)
    {
        ["pinned"] = (MarkKind.Pinned, null),
        ["verified-checksums"] = (MarkKind.Verified, VerificationLevel.Checksums),
        ["verified-structure"] = (MarkKind.Verified, VerificationLevel.Structure),
        ["test-restored"] = (MarkKind.Verified, VerificationLevel.TestRestore),
        ["suspect-checksums"] = (MarkKind.Suspect, VerificationLevel.Checksums),
        ["suspect-structure"] = (MarkKind.Suspect, VerificationLevel.Structure),
        ["suspect-test-restore"] = (MarkKind.Suspect, VerificationLevel.TestRestore),
    };

    public string Word => WordFor(Kind, Level);

    public static BackupMark Create(string backupId, MarkKind kind, VerificationLevel? level, DateTimeOffset at)
    {
        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var time = at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        return Parse($"{backupId}.{WordFor(kind, level)}.{time}-{random}{FileSuffix}")!;
    }

    /// <summary>Reads the name of a file.</summary>
    /// <returns>The mark; null when the file is none, or one of a newer version of the library.</returns>
    public static BackupMark? Parse(string fileName)
    {
        if (Pattern().Match(fileName) is not { Success: true } match || !Words.TryGetValue(match.Groups[2].Value, out var word))
            return null;
        return DateTime.TryParseExact(
            match.Groups[3].ValueSpan, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? new BackupMark(match.Groups[1].Value, word.Kind, word.Level, at, fileName)
            : null;
    }

    private static string WordFor(MarkKind kind, VerificationLevel? level) => Words.First(w => w.Value == (kind, level)).Key;

    [GeneratedRegex(
        @"\A([0-9]{8}-[0-9]{6}-[0-9a-f]{8})\.([a-z-]+)\.([0-9]{8}-[0-9]{9})-[0-9a-f]{8}\.mark\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
