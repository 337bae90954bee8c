using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Turns COPY text into objects, one per row and line.</summary>
internal sealed class JsonRowEncoder(JsonColumn[] columns, bool isRaw) : CutInput(JsonNumber.MaxLength + 8), IRowEncoder
{
    private static readonly SearchValues<byte> EndOrEscape = SearchValues.Create("\t\n\\"u8);
    private static readonly SearchValues<byte> EndOrEscapeOfRaw =
        SearchValues.Create([.. "\t\n\\"u8, .. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)]);

    private readonly SearchValues<byte> _special = isRaw ? JsonText.SpecialOfRaw : JsonText.Special;
    private readonly SearchValues<byte> _endOrEscape = isRaw ? EndOrEscapeOfRaw : EndOrEscape;
    private readonly JsonArrayEncoder _array = new(isRaw);
    private State _state;
    private int _column;
    private bool _hasRows;
    private bool _isInRow;
    private bool _hasMembers;

    private enum State
    {
        ValueStart,
        Text,
        Json,
        Array,
        ValueEnd,
    }

    public void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output) => Read(copyText, output);

    public void Complete(IBufferWriter<byte> output)
    {
        if (HoldsInput || _state != State.ValueStart || _column > 0)
            throw Malformed();
    }

    protected override int Advance(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (position < input.Length)
        {
            var state = _state;
            var consumed = state switch
            {
                State.ValueStart => BeginValue(input[position..], ref output),
                State.Text => ReadText(input[position..], ref output),
                State.Json => ReadJson(input[position..], ref output),
                State.Array => ReadArray(input[position..], ref output),
                _ => EndValue(input[position], ref output),
            };
            if (consumed == 0 && state == _state)
                break;
            position += consumed;
        }

        return position;
    }

    private static FormatException Malformed() => new("The rows are not COPY text of the table's columns.");

    private int BeginValue(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        if (columns.Length == 0)
            return EndValue(input[0], ref output);
        var column = columns[_column];
        if (input[0] == '\\')
        {
            if (input.Length < 2)
                return 0;
            if (input[1] == CopyEscapes.NullLetter)
            {
                BeginNull(column, ref output);
                return 2;
            }
        }

        if (column.IsArray && input[0] == '{')
        {
            if (input.Length < 2)
                return 0;
            if (input[1] != '{')
            {
                BeginMember(column, ref output);
                _array.Begin(column.Kind, ref output);
                _state = State.Array;
                return 1;
            }
        }
        else if (!column.IsArray && column.Kind != JsonValueKind.Text)
        {
            return BeginSpecialValue(column, input, ref output);
        }

        return BeginText(column, input, ref output);
    }

    private int BeginSpecialValue(JsonColumn column, ReadOnlySpan<byte> input, ref ByteSink output)
    {
        if (column.Kind == JsonValueKind.Json)
        {
            if (input[0] is (byte)'\t' or (byte)'\n')
                throw Malformed();
            BeginMember(column, ref output);
            _state = State.Json;
            return ReadJson(input, ref output);
        }

        var length = JsonLiteral.Match(column.Kind, input);
        if (length == JsonNumber.Incomplete)
            return 0;
        if (length == 0 || input[length] is not ((byte)'\t' or (byte)'\n'))
            return BeginText(column, input, ref output);
        BeginMember(column, ref output);
        JsonLiteral.Write(column.Kind, input[..length], ref output);
        return length + EndValue(input[length], ref output);
    }

    private int BeginText(JsonColumn column, ReadOnlySpan<byte> input, ref ByteSink output)
    {
        BeginMember(column, ref output);
        output.Write((byte)'"');
        _state = State.Text;
        return ReadText(input, ref output);
    }

    private void BeginNull(JsonColumn column, ref ByteSink output)
    {
        // A member that is left out is no JSON value, in contrast to null.
        if (column is not { Kind: JsonValueKind.Json, IsArray: false })
        {
            BeginMember(column, ref output);
            output.Write("null"u8);
        }

        _state = State.ValueEnd;
    }

    private void BeginMember(JsonColumn column, ref ByteSink output)
    {
        if (!_isInRow)
            BeginRow(ref output);
        output.Write(_hasMembers ? column.NextName : column.FirstName);
        _hasMembers = true;
    }

    private void BeginRow(ref ByteSink output)
    {
        output.Write(_hasRows ? ",\n{"u8 : "{"u8);
        _hasRows = true;
        _isInRow = true;
    }

    private int ReadText(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_special);
            if (run < 0)
            {
                output.Write(rest);
                return input.Length;
            }

            output.Write(rest[..run]);
            position += run;
            var special = rest[run];
            if (special is (byte)'\t' or (byte)'\n')
            {
                output.Write((byte)'"');
                return position + EndValue(special, ref output);
            }

            if (special != '\\')
            {
                JsonText.WriteByte(special, isRaw, ref output);
                position++;
                continue;
            }

            if (run + 1 == rest.Length)
                return position;
            JsonText.WriteByte(CopyEscapes.Unescape(rest[run + 1]), isRaw, ref output);
            position += 2;
        }
    }

    private int ReadJson(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_endOrEscape);
            if (run < 0)
            {
                output.Write(rest);
                return input.Length;
            }

            output.Write(rest[..run]);
            position += run;
            var special = rest[run];
            if (special is (byte)'\t' or (byte)'\n')
                return position + EndValue(special, ref output);
            if (special != '\\')
            {
                JsonText.WriteHigh(special, ref output);
                position++;
                continue;
            }

            if (run + 1 == rest.Length)
                return position;
            output.Write(CopyEscapes.Unescape(rest[run + 1]));
            position += 2;
        }
    }

    private int ReadArray(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var consumed = _array.Read(input, ref output, out var isComplete);
        if (isComplete)
            _state = State.ValueEnd;
        return consumed;
    }

    private int EndValue(byte end, ref ByteSink output)
    {
        _state = State.ValueStart;
        _column++;
        if (end == '\t' && _column < columns.Length)
            return 1;
        if (end != '\n' || _column < columns.Length)
            throw Malformed();
        if (!_isInRow)
            BeginRow(ref output);
        output.Write((byte)'}');
        _column = 0;
        _isInRow = false;
        _hasMembers = false;
        return 1;
    }
}
