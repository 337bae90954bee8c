using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes a value between quotes, piece by piece.</summary>
internal sealed class CsvQuotedValue
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\""u8);

    private bool _inEscape;

    public bool IsOpen { get; private set; }

    public void Begin(ref ByteSink output)
    {
        IsOpen = true;
        output.Write((byte)'"');
    }

    /// <summary>Writes a piece of the value's COPY text, cut anywhere.</summary>
    public void Write(ReadOnlySpan<byte> copyText, ref ByteSink output)
    {
        if (_inEscape && !copyText.IsEmpty)
        {
            output.Write(CopyEscapes.Unescape(copyText[0]));
            _inEscape = false;
            copyText = copyText[1..];
        }

        for (var special = copyText.IndexOfAny(Special); special >= 0; special = copyText.IndexOfAny(Special))
        {
            output.Write(copyText[..special]);
            if (copyText[special] == '"')
            {
                output.Write("\"\""u8);
            }
            else if (special + 1 == copyText.Length)
            {
                _inEscape = true;
                return;
            }
            else
            {
                special++;
                output.Write(CopyEscapes.Unescape(copyText[special]));
            }

            copyText = copyText[(special + 1)..];
        }

        output.Write(copyText);
    }

    public void End(ref ByteSink output)
    {
        if (_inEscape)
            throw new FormatException("A value ends within an escape.");
        output.Write((byte)'"');
        IsOpen = false;
    }
}
