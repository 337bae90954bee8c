using System.Buffers;
using System.Text.Json;

namespace PgBackup.Formats;

/// <summary>A statement within an entry: its role and its SQL.</summary>
internal static class JsonStatement
{
    public static void Write(EntryStatement statement, bool isFirst, IBufferWriter<byte> output)
    {
        if (!isFirst)
            output.Write(","u8);
        using var writer = JsonFragment.Writer(output);
        writer.WriteStartObject();
        writer.WriteString("role"u8, JsonFragment.Word(statement.Role));
        writer.WriteString("sql"u8, statement.Text);
        writer.WriteEndObject();
    }

    public static string Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content.StartsWith(","u8) ? content[1..] : content);
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            Expect(reader.Read() && reader.ValueTextEquals("role"u8));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.String);
            Expect(reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("sql"u8));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.String);
            var sql = reader.GetString()!;
            Expect(reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read());
            return sql;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("A statement is not the JSON that was written for it.", exception);
        }
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new FormatException("A statement does not have the members that were written for it.");
    }
}
