using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Reads CSV records as rows. Nothing is held back: the first byte of a field tells NULL from a value.</summary>
internal sealed class CsvRowDecoder(int columns) : IRowDecoder
{
    private const int RunLength = 1024;

    // What ends a run of plain fields: quotes, ends of records, and what COPY text escapes.
    private static readonly SearchValues<byte> Stops = SearchValues.Create("\"\r\n\\\b\t\v\f"u8);

    private static readonly SearchValues<byte> FieldStops = SearchValues.Create(",\"\r\n"u8);

    private State _state;
    private int _field;

    private enum State
    {
        FieldStart,
        Unquoted,
        Quoted,
        QuoteWithinQuoted,
        RecordEnd,
    }

    public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText)
    {
        var sink = new ByteSink(copyText);
        while (!content.IsEmpty)
        {
            var done = _state switch
            {
                State.FieldStart => DecodeFieldStart(content, ref sink),
                State.Unquoted => DecodeUnquoted(content, ref sink),
                State.Quoted => DecodeQuoted(content, ref sink),
                State.QuoteWithinQuoted => DecodeBehindQuote(content[0], ref sink),
                _ => EndRecord(content[0], ref sink),
            };
            content = content[done..];
        }

        sink.Flush();
    }

    public void Complete(IBufferWriter<byte> copyText)
    {
        if (_state != State.FieldStart || _field != 0)
            throw new FormatException("The segment ends within a record.");
    }

    private int DecodeFieldStart(ReadOnlySpan<byte> content, ref ByteSink output)
    {
        switch (content[0])
        {
            case (byte)',' or (byte)'\r':
                var nulls = 0;
                do
                {
                    if (columns > 0)
                        output.Write(CopyEscapes.Null);
                    EndField(content[nulls++], ref output);
                }
                while (nulls < content.Length && content[nulls] == ',' && _state == State.FieldStart);
                return nulls;
            case (byte)'"' when columns > 0:
                _state = State.Quoted;
                return 1;
            case not (byte)'\n' when columns == 0:
                throw TooManyFields();
            default:
                var done = DecodeRun(content, ref output);
                if (done == 0)
                    _state = State.Unquoted;
                return done;
        }
    }

    // Whole fields that need no escape, up to the first that is NULL.
    private int DecodeRun(ReadOnlySpan<byte> content, ref ByteSink output)
    {
        var run = content[..Math.Min(content.Length, RunLength)];
        var stop = run.IndexOfAny(Stops);
        var endsRecord = stop >= 0 && content[stop..].StartsWith("\r\n"u8);
        if (stop >= 0)
            run = run[..stop];
        var empty = run.IndexOf(",,"u8);
        if (empty >= 0 || !endsRecord || run[^1] == ',')
        {
            endsRecord = false;
            run = run[..(empty >= 0 ? empty + 1 : run.LastIndexOf((byte)',') + 1)];
        }

        _field += run.Count((byte)',');
        if (_field >= columns && !run.IsEmpty)
            throw TooManyFields();
        output.WriteReplaced(run, (byte)',', (byte)'\t');
        if (!endsRecord)
            return run.Length;
        EndRecord((byte)'\n', ref output);
        return run.Length + 2;
    }

    private int DecodeUnquoted(ReadOnlySpan<byte> content, ref ByteSink output)
    {
        var stop = content.IndexOfAny(FieldStops);
        if (stop < 0)
        {
            CopyEscapes.Write(content, ref output);
            return content.Length;
        }

        CopyEscapes.Write(content[..stop], ref output);
        if (content[stop] is (byte)'"' or (byte)'\n')
            throw new FormatException("A field without quotes holds a quote or a line feed.");
        EndField(content[stop], ref output);
        return stop + 1;
    }

    private int DecodeQuoted(ReadOnlySpan<byte> content, ref ByteSink output)
    {
        var quote = content.IndexOf((byte)'"');
        if (quote < 0)
        {
            CopyEscapes.Write(content, ref output);
            return content.Length;
        }

        CopyEscapes.Write(content[..quote], ref output);
        _state = State.QuoteWithinQuoted;
        return quote + 1;
    }

    private int DecodeBehindQuote(byte next, ref ByteSink output)
    {
        if (next == '"')
        {
            output.Write(next);
            _state = State.Quoted;
        }
        else if (next is (byte)',' or (byte)'\r')
        {
            EndField(next, ref output);
        }
        else
        {
            throw new FormatException("Behind the closing quote of a field stands neither a comma nor the end of the record.");
        }

        return 1;
    }

    private void EndField(byte end, ref ByteSink output)
    {
        if (end == '\r')
        {
            _state = State.RecordEnd;
            return;
        }

        if (++_field >= columns)
            throw TooManyFields();
        output.Write((byte)'\t');
        _state = State.FieldStart;
    }

    private int EndRecord(byte next, ref ByteSink output)
    {
        if (next != '\n')
            throw new FormatException("A carriage return without quotes is not followed by a line feed.");
        if (_field != Math.Max(columns - 1, 0))
            throw new FormatException($"A record has {_field + 1} fields instead of {columns}.");
        output.Write((byte)'\n');
        _field = 0;
        _state = State.FieldStart;
        return 1;
    }

    private FormatException TooManyFields() => new($"A record has more than {columns} fields.");
}
