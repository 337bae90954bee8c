using System.Text.Json;
using System.Text.Json.Serialization;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Writes the values of an enumeration as words in camel case, and takes nothing else.</summary>
internal sealed class EnumNames<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names =
        Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);

    public static IReadOnlyList<string> All { get; } = [.. Names.Values];

    public static string Wanted => $"It must be {string.Join(" or ", All)}.";

    public static string NameOf(T value) => Names[value];

    public static bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var value) ? value : throw new FieldException(Wanted);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);
}
