using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Turns a JSON array into the text of an array, as COPY escapes it.</summary>
internal sealed class JsonArrayDecoder(bool isRaw)
{
    // Strings without these are written as they are.
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. "\"\\{}, "u8, .. Enumerable.Range(0, 0x20).Select(b => (byte)b)]);

    private static readonly SearchValues<byte> NotPlainOfRaw = SearchValues.Create(
        [.. "\"\\{}, "u8, .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x80, 0x80)).Select(b => (byte)b)]);

    private readonly SearchValues<byte> _notPlain = isRaw ? NotPlainOfRaw : NotPlain;
    private readonly SearchValues<byte> _special = isRaw ? JsonText.SpecialOfRaw : JsonText.Special;
    private readonly JsonArrayElement _element = new();
    private JsonValueKind _kind;
    private State _state;

    private enum State
    {
        First,
        Next,
        String,
        ElementEnd,
    }

    /// <summary>Begins an array whose opening bracket has been read.</summary>
    public void Begin(JsonValueKind kind, ref ByteSink output)
    {
        output.Write((byte)'{');
        _kind = kind;
        _state = State.First;
    }

    /// <summary>Reads a piece of the array.</summary>
    /// <returns>How many bytes were consumed: all but a few that cannot be decided yet, or those through the closing bracket.</returns>
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
                State.String => ReadString(rest, ref output),
                State.ElementEnd => EndElement(rest[0], ref output, out isComplete),
                State.First when rest[0] == ']' => EndElement(rest[0], ref output, out isComplete),
                _ => BeginElement(rest, ref output),
            };
            if (consumed == 0 && state == _state)
                break;
            position += consumed;
        }

        return position;
    }

    private int BeginElement(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        if (input[0] != '"')
        {
            var consumed = JsonLiteral.Read(_kind, input, "NULL"u8, ref output);
            if (consumed > 0)
                _state = State.ElementEnd;
            return consumed;
        }

        var text = input[1..];
        var run = text.IndexOfAny(_notPlain);
        if (run > 0 && run <= JsonArrayElement.MaxUnquotedLength && text[run] == '"' && !JsonArrayElement.IsNull(text[..run]))
        {
            output.Write(text[..run]);
            _state = State.ElementEnd;
            return run + 2;
        }

        _state = State.String;
        return 1 + ReadString(text, ref output);
    }

    private int ReadString(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        Span<byte> bytes = stackalloc byte[4];
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_special);
            if (run < 0)
            {
                _element.Append(rest, ref output);
                return input.Length;
            }

            _element.Append(rest[..run], ref output);
            position += run;
            if (rest[run] == '"')
            {
                _element.Complete(ref output);
                _state = State.ElementEnd;
                return position + 1;
            }

            var consumed = JsonStringDecoder.ReadSpecial(rest[run..], isRaw, bytes, out var count);
            if (consumed == 0)
                return position;
            _element.Append(bytes[..count], ref output);
            position += consumed;
        }
    }

    private int EndElement(byte end, ref ByteSink output, out bool isComplete)
    {
        isComplete = end == ']';
        if (isComplete)
        {
            output.Write((byte)'}');
        }
        else
        {
            if (end != ',')
                throw new FormatException("An array's element is followed by neither a comma nor the array's end.");
            output.Write((byte)',');
            _state = State.Next;
        }

        return 1;
    }
}
