using System.Globalization;
using System.Text;

namespace PgBackup.Formats;

/// <summary>Makes text safe for a comment line: a name with a line feed must not put a command of its own onto the next line.</summary>
/// <remarks>CVE-2025-8714 and CVE-2025-8715 are what happens otherwise.</remarks>
internal static class SqlComment
{
    public static string Escape(string text)
    {
        if (!IsAnyUnsafe(text))
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static bool IsAnyUnsafe(string text)
    {
        foreach (var c in text)
        {
            if (IsUnsafe(c))
                return true;
        }

        return false;
    }

    // Besides control characters, Unicode has separators of lines that some tools break at, and marks that turn text around.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
