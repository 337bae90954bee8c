using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes rows as CSV records.</summary>
/// <remarks>Most values need neither quotes nor escapes: whole runs of them are copied with their tabs made commas. A value is held back
/// while its end is not in sight, but only up to a limit: longer ones are always quoted, so that the output does not depend on where
/// the input is cut.</remarks>
internal sealed class CsvRowEncoder(int columns) : IRowEncoder
{
    /// <summary>How many bytes of COPY text a value may have that is not always quoted.</summary>
    public const int MaxHeld = 8 * 1024;

    // A stop is looked for no further ahead than this, or rows of many empty values were searched again and again.
    private const int RunLength = 1024;

    private static readonly SearchValues<byte> Stops = SearchValues.Create("\n\\\","u8);

    private readonly CsvQuotedValue _quoted = new();
    private byte[] _held = [];
    private int _heldCount;
    private byte _last = (byte)'\n';

    public void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output)
    {
        if (copyText.IsEmpty)
            return;
        _last = copyText[^1];
        var sink = new ByteSink(output);
        if (_heldCount > 0 || _quoted.IsOpen)
            copyText = copyText[EndValue(copyText, ref sink)..];
        while (!copyText.IsEmpty)
            copyText = copyText[EncodeNext(copyText, ref sink)..];
        sink.Flush();
    }

    public void Complete(IBufferWriter<byte> output)
    {
        if (_last != '\n')
            throw new FormatException("The rows end within a row.");
    }

    // At the beginning of a value. Gives how many bytes are done.
    private int EncodeNext(ReadOnlySpan<byte> text, ref ByteSink output)
    {
        // NULLs often come in rows.
        if (text.StartsWith("\\N\t"u8) || text.StartsWith("\\N\n"u8))
        {
            WriteEnd(text[CopyEscapes.Null.Length], ref output);
            return CopyEscapes.Null.Length + 1;
        }

        var run = text[..Math.Min(text.Length, RunLength)];
        var stop = run.IndexOfAny(Stops);
        var endsRow = stop >= 0 && run[stop] == '\n';
        run = endsRow ? run[..(stop + 1)] : run[..((stop < 0 ? run : run[..stop]).LastIndexOf((byte)'\t') + 1)];
        run = run[..PlainLength(run)];
        if (run.IsEmpty)
            return EncodeValue(text, ref output);

        if (run[^1] == '\n')
        {
            output.WriteReplaced(run[..^1], (byte)'\t', (byte)',');
            output.Write("\r\n"u8);
        }
        else
        {
            output.WriteReplaced(run, (byte)'\t', (byte)',');
        }

        return run.Length;
    }

    // How far complete values go until the first empty one, which has to be quoted.
    private static int PlainLength(ReadOnlySpan<byte> run)
    {
        if (run.IsEmpty || run[0] is (byte)'\t' or (byte)'\n')
            return 0;
        var empty = run.IndexOf("\t\t"u8);
        if (empty >= 0)
            return empty + 1;
        return run.EndsWith("\t\n"u8) ? run.Length - 1 : run.Length;
    }

    private int EncodeValue(ReadOnlySpan<byte> text, ref ByteSink output)
    {
        var length = text.IndexOfAny((byte)'\t', (byte)'\n');
        if (length < 0)
        {
            Hold(text, ref output);
            return text.Length;
        }

        WriteValue(text[..length], ref output);
        WriteEnd(text[length], ref output);
        return length + 1;
    }

    // The value began in an earlier piece.
    private int EndValue(ReadOnlySpan<byte> text, ref ByteSink output)
    {
        var length = text.IndexOfAny((byte)'\t', (byte)'\n');
        Hold(length < 0 ? text : text[..length], ref output);
        if (length < 0)
            return text.Length;
        if (_quoted.IsOpen)
            _quoted.End(ref output);
        else
            WriteValue(_held.AsSpan(0, _heldCount), ref output);
        _heldCount = 0;
        WriteEnd(text[length], ref output);
        return length + 1;
    }

    private void Hold(ReadOnlySpan<byte> part, ref ByteSink output)
    {
        if (!_quoted.IsOpen && _heldCount + part.Length <= MaxHeld)
        {
            if (_held.Length == 0)
                _held = new byte[MaxHeld];
            part.CopyTo(_held.AsSpan(_heldCount));
            _heldCount += part.Length;
            return;
        }

        if (!_quoted.IsOpen)
        {
            _quoted.Begin(ref output);
            _quoted.Write(_held.AsSpan(0, _heldCount), ref output);
            _heldCount = 0;
        }

        _quoted.Write(part, ref output);
    }

    private void WriteValue(ReadOnlySpan<byte> value, ref ByteSink output)
    {
        if (value.SequenceEqual(CopyEscapes.Null) || (value.IsEmpty && columns == 0))
            return;
        if (value.Length > MaxHeld || CsvQuotes.AreNeeded(value))
        {
            _quoted.Begin(ref output);
            _quoted.Write(value, ref output);
            _quoted.End(ref output);
            return;
        }

        while (true)
        {
            var escape = value.IndexOf((byte)'\\');
            if (escape < 0)
            {
                output.Write(value);
                return;
            }

            output.Write(value[..escape]);
            output.Write(CopyEscapes.Unescape(value[escape + 1]));
            value = value[(escape + 2)..];
        }
    }

    private static void WriteEnd(byte end, ref ByteSink output)
    {
        if (end == '\n')
            output.Write("\r\n"u8);
        else
            output.Write((byte)',');
    }
}
