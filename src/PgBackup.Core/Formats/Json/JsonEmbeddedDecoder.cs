using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Finds where an embedded JSON value ends, and writes it as COPY text. It may be nested to any depth and hold any white
/// space.</summary>
internal sealed class JsonEmbeddedDecoder(bool isRaw)
{
    private static readonly byte[] High = [.. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)];
    private static readonly SearchValues<byte> OutsideStrings = SearchValues.Create("\"{}[],\b\t\n\v\f\r\\"u8);
    private static readonly SearchValues<byte> OutsideStringsOfRaw = SearchValues.Create([.. "\"{}[],\b\t\n\v\f\r\\"u8, .. High]);
    private static readonly SearchValues<byte> InStrings = SearchValues.Create("\"\b\t\n\v\f\r\\"u8);
    private static readonly SearchValues<byte> InStringsOfRaw = SearchValues.Create([.. "\"\b\t\n\v\f\r\\"u8, .. High]);

    private readonly SearchValues<byte> _outsideStrings = isRaw ? OutsideStringsOfRaw : OutsideStrings;
    private readonly SearchValues<byte> _inStrings = isRaw ? InStringsOfRaw : InStrings;
    private bool _isInString;
    private bool _hasBytes;
    private long _depth;

    /// <summary>Begins a value.</summary>
    public void Begin()
    {
        _isInString = false;
        _hasBytes = false;
        _depth = 0;
    }

    /// <summary>Reads a piece of the value.</summary>
    /// <returns>How many bytes were consumed: all but a few that cannot be decided yet, or those of the value. The comma or brace behind it
    /// is not.</returns>
    public int Read(ReadOnlySpan<byte> input, ref ByteSink output, out bool isComplete)
    {
        isComplete = false;
        var written = 0;
        var position = 0;
        while (true)
        {
            var run = input[position..].IndexOfAny(_isInString ? _inStrings : _outsideStrings);
            position = run < 0 ? input.Length : position + run;
            if (run < 0)
                break;
            var special = input[position];
            if (_depth == 0 && !_isInString && special is (byte)',' or (byte)'}')
            {
                isComplete = true;
                break;
            }

            if (IsStructure(special))
            {
                position++;
                continue;
            }

            output.Write(input[written..position]);
            var consumed = WriteSpecial(input[position..], ref output);
            written = position += consumed;
            if (consumed == 0)
                break;
        }

        output.Write(input[written..position]);
        _hasBytes |= position > 0;
        if (isComplete && !_hasBytes)
            throw new FormatException("A member has no value.");
        return position;
    }

    private bool IsStructure(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                _isInString = !_isInString;
                return true;
            case (byte)'{' or (byte)'[':
                _depth++;
                return true;
            case (byte)'}' or (byte)']':
                if (--_depth < 0)
                    throw new FormatException("A value ends more arrays than it begins.");
                return true;
            default:
                return value == ',';
        }
    }

    private int WriteSpecial(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        if (input[0] >= 0x80)
        {
            var consumed = JsonEscape.ReadHigh(input, out var value);
            if (consumed > 0)
                output.Write(value);
            return consumed;
        }

        // What a backslash escapes ends no string.
        var length = input[0] == '\\' && _isInString ? 2 : 1;
        if (input.Length < length)
            return 0;
        if (length == 2 && input[1] >= 0x80)
            length = 1;
        CopyEscapes.Write(input[..length], ref output);
        return length;
    }
}
