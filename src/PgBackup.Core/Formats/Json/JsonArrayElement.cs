using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes an element of an array's text, in quotes where PostgreSQL would put it in quotes. What needs none is held until its end,
/// or until it is longer than <see cref="MaxUnquotedLength"/>: then it is quoted too, which PostgreSQL reads as the same value.</summary>
internal sealed class JsonArrayElement
{
    public const int MaxUnquotedLength = 4096;

    private const string NeedQuotes = "\"\\{}, \t\n\v\f\r";

    private static readonly SearchValues<byte> Quoting = SearchValues.Create([.. NeedQuotes.Select(c => (byte)c)]);
    private static readonly SearchValues<byte> EscapedInQuotes = SearchValues.Create("\"\\\b\t\n\v\f\r"u8);

    private readonly byte[] _held = new byte[MaxUnquotedLength];
    private int _length;
    private bool _isQuoted;

    public static bool IsNull(ReadOnlySpan<byte> element) => element.Length == 4 && Ascii(element[0]) == 'n' && Ascii(element[1]) == 'u'
        && Ascii(element[2]) == 'l' && Ascii(element[3]) == 'l';

    public void Append(scoped ReadOnlySpan<byte> bytes, ref ByteSink output)
    {
        if (!_isQuoted)
        {
            if (bytes.Length <= _held.Length - _length && !bytes.ContainsAny(Quoting))
            {
                bytes.CopyTo(_held.AsSpan(_length));
                _length += bytes.Length;
                return;
            }

            BeginQuotes(ref output);
        }

        WriteQuoted(bytes, ref output);
    }

    public void Complete(ref ByteSink output)
    {
        var held = _held.AsSpan(0, _length);
        if (!_isQuoted && (held.IsEmpty || IsNull(held)))
            BeginQuotes(ref output);
        if (_isQuoted)
            output.Write((byte)'"');
        else
            CopyEscapes.Write(held, ref output);
        _isQuoted = false;
        _length = 0;
    }

    private static int Ascii(byte letter) => letter | 0x20;

    private static void WriteQuoted(scoped ReadOnlySpan<byte> bytes, ref ByteSink output)
    {
        while (true)
        {
            var run = bytes.IndexOfAny(EscapedInQuotes);
            if (run < 0)
            {
                output.Write(bytes);
                return;
            }

            output.Write(bytes[..run]);
            // The backslash of the array is data to COPY.
            if (bytes[run] is (byte)'"' or (byte)'\\')
                output.Write("\\\\"u8);
            CopyEscapes.Write(bytes.Slice(run, 1), ref output);
            bytes = bytes[(run + 1)..];
        }
    }

    private void BeginQuotes(ref ByteSink output)
    {
        output.Write((byte)'"');
        WriteQuoted(_held.AsSpan(0, _length), ref output);
        _length = 0;
        _isQuoted = true;
    }
}
