using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Turns the objects of one segment back into COPY text. It takes what <see cref="JsonRowEncoder"/> writes and no other
/// framing.</summary>
internal sealed class JsonRowDecoder(JsonColumn[] columns, bool isRaw) : CutInput(Lookahead(columns)), IRowDecoder
{
    private readonly JsonStringDecoder _string = new(isRaw);
    private readonly JsonArrayDecoder _array = new(isRaw);
    private readonly JsonEmbeddedDecoder _embedded = new(isRaw);
    private State _state;
    private int _column;
    private bool _hasRows;
    private bool _hasMembers;

    private enum State
    {
        RowStart,
        Member,
        Value,
        String,
        Array,
        Json,
    }

    public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText) => Read(content, copyText);

    public void Complete(IBufferWriter<byte> copyText)
    {
        if (HoldsInput || _state != State.RowStart)
            throw new FormatException("The segment ends within a row.");
    }

    protected override int Advance(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var position = 0;
        while (position < input.Length)
        {
            var rest = input[position..];
            var state = _state;
            var consumed = state switch
            {
                State.RowStart => BeginRow(rest),
                State.Member => ReadMember(rest, ref output),
                State.Value => BeginValue(rest, ref output),
                State.String => ReadString(rest, ref output),
                State.Array => ReadArray(rest, ref output),
                _ => ReadJson(rest, ref output),
            };
            if (consumed == 0 && state == _state)
                break;
            position += consumed;
        }

        return position;
    }

    // A decision takes at most a member's name with what is around it, a number or an escape.
    private static int Lookahead(JsonColumn[] columns) =>
        Math.Max(columns.Select(c => c.NextName.Length).DefaultIfEmpty(0).Max(), JsonNumber.MaxLength) + 8;

    private int BeginRow(ReadOnlySpan<byte> input)
    {
        var begin = _hasRows ? ",\n{"u8 : "{"u8;
        var length = Math.Min(input.Length, begin.Length);
        if (!input[..length].SequenceEqual(begin[..length]))
            throw new FormatException("A row does not begin as an object on a line of its own.");
        if (length < begin.Length)
            return 0;
        _hasRows = true;
        _hasMembers = false;
        _column = 0;
        _state = State.Member;
        return length;
    }

    private int ReadMember(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        for (; _column < columns.Length; _column++)
        {
            var column = columns[_column];
            var name = (_hasMembers ? column.NextName : column.FirstName).AsSpan();
            var length = Math.Min(input.Length, name.Length);
            if (input[..length].SequenceEqual(name[..length]))
            {
                if (length < name.Length)
                    return 0;
                BeginField(ref output);
                _hasMembers = true;
                _state = State.Value;
                return length;
            }

            if (column is not { Kind: JsonValueKind.Json, IsArray: false })
                throw new FormatException("A row does not have the members of its table's columns.");
            BeginField(ref output);
            output.Write(CopyEscapes.Null);
        }

        if (input[0] != '}')
            throw new FormatException("A row does not end with its table's last column.");
        output.Write((byte)'\n');
        _state = State.RowStart;
        return 1;
    }

    private void BeginField(ref ByteSink output)
    {
        if (_column > 0)
            output.Write((byte)'\t');
    }

    private int BeginValue(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var column = columns[_column];
        if (column is { Kind: JsonValueKind.Json, IsArray: false })
        {
            _embedded.Begin();
            _state = State.Json;
            return ReadJson(input, ref output);
        }

        switch (input[0])
        {
            case (byte)'"':
                _state = State.String;
                return 1 + ReadString(input[1..], ref output);
            case (byte)'[' when column.IsArray:
                _array.Begin(column.Kind, ref output);
                _state = State.Array;
                return 1;
            default:
                var consumed = JsonLiteral.Read(column.IsArray ? JsonValueKind.Text : column.Kind, input, CopyEscapes.Null, ref output);
                if (consumed > 0)
                    EndValue();
                return consumed;
        }
    }

    private int ReadString(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var consumed = _string.Read(input, ref output, out var isComplete);
        if (isComplete)
            EndValue();
        return consumed;
    }

    private int ReadArray(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var consumed = _array.Read(input, ref output, out var isComplete);
        if (isComplete)
            EndValue();
        return consumed;
    }

    private int ReadJson(ReadOnlySpan<byte> input, ref ByteSink output)
    {
        var consumed = _embedded.Read(input, ref output, out var isComplete);
        if (isComplete)
            EndValue();
        return consumed;
    }

    private void EndValue()
    {
        _column++;
        _state = State.Member;
    }
}
