using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Turns the text of a one-dimensional array, as COPY escapes it, into a JSON array.</summary>
/// <remarks>PostgreSQL manual, "Array Input and Output Syntax": an element in quotes is never NULL, and a backslash within them makes the
/// next byte ordinary. To COPY each of these backslashes is data, so that they come in pairs.</remarks>
internal sealed class JsonArrayEncoder(bool isRaw)
{
    private static readonly SearchValues<byte> UnquotedSpecial = SearchValues.Create([.. "{},"u8, .. Bytes(0, 0x20), .. "\"\\"u8]);
    private static readonly SearchValues<byte> UnquotedSpecialOfRaw =
        SearchValues.Create([.. "{},"u8, .. Bytes(0, 0x20), .. "\"\\"u8, .. Bytes(0x80, 0x80)]);

    private readonly SearchValues<byte> _quotedSpecial = isRaw ? JsonText.SpecialOfRaw : JsonText.Special;
    private readonly SearchValues<byte> _unquotedSpecial = isRaw ? UnquotedSpecialOfRaw : UnquotedSpecial;
    private JsonValueKind _kind;
    private State _state;

    private enum State
    {
        First,
        Next,
        Unquoted,
        Quoted,
        ElementEnd,
    }

    /// <summary>Begins an array whose opening brace has been read.</summary>
    public void Begin(JsonValueKind kind, ref ByteSink output)
    {
        output.Write((byte)'[');
        _kind = kind;
        _state = State.First;
    }

    /// <summary>Reads a piece of the array.</summary>
    /// <returns>How many bytes were consumed: all but a few that cannot be decided yet, or those up to the closing brace.</returns>
    public int Read(ReadOnlySpan<byte> input, ref ByteSink output, out bool isComplete)
    {
        isComplete = false;
        var position = 0;
        while (position < input.Length && !isComplete)
        {
            var rest = input[position..];
            var state = _state;
            var consumed = state switch
            {
                State.Unquoted => ReadUnquoted(rest, ref output),
                State.Quoted => ReadQuoted(rest, ref output),
                State.ElementEnd => EndElement(rest[0], ref output, out isComplete),
                State.First when rest[0] == '}' => EndElement(rest[0], ref output, out isComplete),
                _ => BeginElement(rest, ref output),
            };
            if (consumed == 0 && state == _state)
                break;
            position += consumed;
        }

        return position;
    }

    private static FormatException Malformed() => new("An array is not written as PostgreSQL writes it.");

    private static IEnumerable<byte> Bytes(int first, int count) => Enumerable.Range(first, count).Select(b => (byte)b);

    private int BeginElement(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        if (input[0] == '"')
        {
            output.Write((byte)'"');
            _state = State.Quoted;
            return 1;
        }

        var length = _kind == JsonValueKind.Text ? 0 : JsonLiteral.Match(_kind, input);
        if (length == JsonNumber.Incomplete)
            return 0;
        if (length > 0 && IsEnd(input[length]))
        {
            JsonLiteral.Write(_kind, input[..length], ref output);
            _state = State.ElementEnd;
            return length;
        }

        if (input[0] == 'N')
        {
            var end = Math.Min(input.Length, 4);
            if (input[..end].SequenceEqual("NULL"u8[..end]))
            {
                if (input.Length < 5)
                    return 0;
                if (IsEnd(input[4]))
                {
                    output.Write("null"u8);
                    _state = State.ElementEnd;
                    return 4;
                }
            }
        }

        if (IsEnd(input[0]))
            throw Malformed();
        output.Write((byte)'"');
        _state = State.Unquoted;
        return ReadUnquoted(input, ref output);
    }

    private static bool IsEnd(byte value) => value is (byte)',' or (byte)'}';

    private int ReadUnquoted(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_unquotedSpecial);
            if (run < 0)
            {
                output.Write(rest);
                return input.Length;
            }

            output.Write(rest[..run]);
            position += run;
            var special = rest[run];
            if (IsEnd(special))
            {
                output.Write((byte)'"');
                _state = State.ElementEnd;
                return position;
            }

            if (special is (byte)'"' or (byte)'{' or (byte)'\t' or (byte)'\n')
                throw Malformed();
            var width = 1;
            if (special == '\\')
            {
                if (run + 1 == rest.Length)
                    return position;
                special = CopyEscapes.Unescape(rest[run + 1]);
                width = 2;
            }

            JsonText.WriteByte(special, isRaw, ref output);
            position += width;
        }
    }

    private int ReadQuoted(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_quotedSpecial);
            if (run < 0)
            {
                output.Write(rest);
                return input.Length;
            }

            output.Write(rest[..run]);
            position += run;
            rest = rest[run..];
            if (rest[0] == '"')
            {
                output.Write((byte)'"');
                _state = State.ElementEnd;
                return position + 1;
            }

            var width = ReadByte(rest, out var value);
            if (width > 0 && value == '\\')
            {
                var second = ReadByte(rest[width..], out value);
                width = second == 0 ? 0 : width + second;
            }

            if (width == 0)
                return position;
            JsonText.WriteByte(value, isRaw, ref output);
            position += width;
        }
    }

    /// <summary>Reads one byte of the array's text; gives 0 where more must be seen.</summary>
    private static int ReadByte(ReadOnlySpan<byte> input, out byte value)
    {
        value = 0;
        if (input.Length == 0)
            return 0;
        value = input[0];
        if (value is (byte)'\t' or (byte)'\n')
            throw Malformed();
        if (value != '\\')
            return 1;
        if (input.Length < 2)
            return 0;
        value = CopyEscapes.Unescape(input[1]);
        return 2;
    }

    private int EndElement(byte end, ref ByteSink output, out bool isComplete)
    {
        isComplete = end == '}';
        if (isComplete)
        {
            output.Write((byte)']');
        }
        else
        {
            if (end != ',')
                throw Malformed();
            output.Write((byte)',');
            _state = State.Next;
        }

        return 1;
    }
}
