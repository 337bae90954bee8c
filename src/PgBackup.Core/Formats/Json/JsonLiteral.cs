namespace PgBackup.Formats;

/// <summary>Values that are no strings in JSON: numbers, true and false.</summary>
internal static class JsonLiteral
{
    /// <summary>Gives the length of PostgreSQL's text of such a value, as <see cref="JsonNumber.Match"/> does.</summary>
    public static int Match(JsonValueKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        JsonValueKind.Number => JsonNumber.Match(text, isWide: false),
        JsonValueKind.WideNumber => JsonNumber.Match(text, isWide: true),
        JsonValueKind.Boolean => text.Length < 2 ? JsonNumber.Incomplete : text[0] is (byte)'t' or (byte)'f' ? 1 : 0,
        _ => 0,
    };

    /// <summary>Writes a value that was matched.</summary>
    public static void Write(JsonValueKind kind, ReadOnlySpan<byte> text, ref ByteSink output)
    {
        if (kind == JsonValueKind.Boolean)
            output.Write(text[0] == 't' ? "true"u8 : "false"u8);
        else
            output.Write(text);
    }

    /// <summary>Reads a value that is no string in JSON, and writes it as COPY text.</summary>
    /// <returns>How many bytes were consumed; 0 where more must be seen.</returns>
    public static int Read(JsonValueKind kind, ReadOnlySpan<byte> input, ReadOnlySpan<byte> nullText, ref ByteSink output)
    {
        switch (input[0])
        {
            case (byte)'n':
                return Read(input, "null"u8, nullText, ref output);
            case (byte)'t' when kind == JsonValueKind.Boolean:
                return Read(input, "true"u8, "t"u8, ref output);
            case (byte)'f' when kind == JsonValueKind.Boolean:
                return Read(input, "false"u8, "f"u8, ref output);
        }

        var length = kind is JsonValueKind.Number or JsonValueKind.WideNumber ? JsonNumber.Match(input, isWide: false) : 0;
        if (length == 0)
            throw Unexpected();
        if (length == JsonNumber.Incomplete)
            return 0;
        output.Write(input[..length]);
        return length;
    }

    private static int Read(ReadOnlySpan<byte> input, ReadOnlySpan<byte> literal, ReadOnlySpan<byte> text, ref ByteSink output)
    {
        var length = Math.Min(input.Length, literal.Length);
        if (!input[..length].SequenceEqual(literal[..length]))
            throw Unexpected();
        if (length < literal.Length)
            return 0;
        output.Write(text);
        return length;
    }

    private static FormatException Unexpected() => new("A value is not of the kind that its column's type is written as.");
}
