using System.Text.Json;
using System.Text.Json.Serialization;

namespace PgBackup.Archive;

/// <summary>Reads equal texts as one string: kinds, schemas, owners and types come again with each of a hundred thousand
/// entries.</summary>
internal sealed class SharedTextConverter : JsonConverter<string>
{
    private const int LongestShared = 32;

    // Each has one place, which a later one may take. Threads need not agree: what is not found is made anew.
    private readonly string?[] _known = new string?[256];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueSpan.Length > LongestShared)
            return reader.GetString();
        Span<char> buffer = stackalloc char[LongestShared];
        ReadOnlySpan<char> text = buffer[..reader.CopyString(buffer)];
        ref var place = ref _known[string.GetHashCode(text) & (_known.Length - 1)];
        return place is { } known && text.SequenceEqual(known) ? known : place = text.ToString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
