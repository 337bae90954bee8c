using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Which values are quoted, as COPY does it: what would be taken for NULL, for the end of a field or record, or for the end of
/// data.</summary>
internal static class CsvQuotes
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\","u8);

    /// <summary>Tells of a value of COPY text, in which line ends are escapes, whether it needs quotes.</summary>
    public static bool AreNeeded(ReadOnlySpan<byte> copyText)
    {
        if (copyText.IsEmpty || copyText.ContainsAny(Special) || copyText.SequenceEqual("\\\\."u8))
            return true;
        for (var escape = copyText.IndexOf((byte)'\\'); escape >= 0; escape = copyText.IndexOf((byte)'\\'))
        {
            if (escape + 1 == copyText.Length)
                throw new FormatException("A value ends within an escape.");
            if (copyText[escape + 1] is (byte)'n' or (byte)'r')
                return true;
            copyText = copyText[(escape + 2)..];
        }

        return false;
    }
}
