using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PgBackup.Formats;

/// <summary>Writes parts of the document that are small.</summary>
internal static class JsonFragment
{
    // What this encoder is called unsafe for is text within HTML; it leaves names and SQL readable. Fragments are no complete values.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, Options);

    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
