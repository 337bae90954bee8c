using System.Globalization;
using System.Text;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Makes text of a server or an artifact harmless to a terminal.</summary>
internal static class Printable
{
    /// <summary>Puts the text on one line and shows control characters instead of sending them.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            // Format characters can turn the direction of what follows.
            if (char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }

        return line.ToString();
    }
}
