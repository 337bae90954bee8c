using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PgBackup.Tests.Formats;

/// <summary>Values at random: PostgreSQL's text, and what a reader of JSON is to find for it. The rules are put down here a second time, in
/// the plainest way.</summary>
internal sealed partial class JsonRandomRows(Random random)
{
    private static readonly string[] Scalars =
    [
        "boolean", "smallint", "integer", "bigint", "oid", "numeric", "numeric(20,4)", "real", "double precision", "json", "jsonb", "text",
        "character varying(20)", "public.mood", "timestamp(3) with time zone", "bytea", "point", "public.\"json\"", "int2vector",
    ];

    private static readonly string[] Elements =
    [
        "boolean", "integer", "bigint", "numeric(10,2)", "double precision", "text", "character varying(9)", "name", "uuid", "bytea",
        "timestamp(3) without time zone", "interval day to second(3)", "inet",
    ];

    private static readonly string[] Pieces =
    [
        "", "a", "NULL", "null", "Null", "nULLs", "\"", "\\", "\\\\", "\\N", "\\.", "{", "}", "{}", ",", " ", "\t", "\n", "\r", "\v", "\f",
        "\b", "\u0001", "\u001f", "\u007f", "é", "\u2028", "日本", "🙂", "'", "/", "<", "word", "true", "t", "1", "-", "\\u0041",
        "\\x00ff", "[", "]", ":",
    ];

    public static bool IsEmbedded(string type) => type is "json" or "jsonb";

    public string Type() => random.Next(3) == 0 ? Pick(Elements) + "[]" : Pick(Scalars);

    /// <summary>Gives a value's text and what JSON is to hold for it; neither for NULL.</summary>
    public (string? Text, JsonNode? Json) Value(string type)
    {
        if (random.Next(6) == 0)
            return (null, null);
        if (IsEmbedded(type))
        {
            var text = Space() + Embedded(0) + Space();
            return (text, null);
        }

        if (!type.EndsWith("[]", StringComparison.Ordinal))
        {
            var text = Scalar(type);
            return (text, Json(type, text));
        }

        return random.Next(8) switch
        {
            0 => Same("[2:3]={1,NULL}"),
            1 => Same("{{1,2},{\"a b\",4}}"),
            _ => Array(type[..^2]),
        };
    }

    public static string Copy(string? text) => text is null
        ? "\\N"
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\b", "\\b", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\v", "\\v", StringComparison.Ordinal).Replace("\f", "\\f", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);

    private static (string, JsonNode) Same(string text) => (text, JsonValue.Create(text));

    private static JsonNode Json(string type, string text) => type.Split('(')[0] switch
    {
        "boolean" => JsonValue.Create(text == "t"),
        "smallint" or "integer" or "real" or "double precision" when Grammar().IsMatch(text) && text.Length <= 24 => Number(text),
        "bigint" or "oid" or "numeric" when Grammar().IsMatch(text) && text.Length <= 24
            && text.Replace(".", "", StringComparison.Ordinal).TrimStart('-', '0').Length <= 15 => Number(text),
        _ => JsonValue.Create(text),
    };

    // Number as a JsonNode that keeps its text.
    private static JsonNode Number(string text) => JsonNode.Parse(text)!;

    private (string, JsonNode) Array(string element)
    {
        var text = new StringBuilder("{");
        var json = new JsonArray();
        for (var i = random.Next(6); i > 0; i--)
        {
            if (text.Length > 1)
                text.Append(',');
            if (random.Next(5) == 0)
            {
                text.Append("NULL");
                json.Add(null);
                continue;
            }

            var value = Scalar(element);
            text.Append(Quoted(value));
            json.Add(Json(element, value));
        }

        return (text.Append('}').ToString(), json);
    }

    private static string Quoted(string element) =>
        element.Length == 0 || element.Equals("NULL", StringComparison.OrdinalIgnoreCase)
            || element.IndexOfAny([.. "\"\\{}, \t\n\r\v\f"]) >= 0
            ? "\"" + element.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
            : element;

    private string Scalar(string type) => type.Split('(')[0] switch
    {
        "boolean" => Pick("t", "f"),
        "smallint" => random.Next(-32768, 32768).ToString(CultureInfo.InvariantCulture),
        "integer" => random.Next(int.MinValue, int.MaxValue).ToString(CultureInfo.InvariantCulture),
        "oid" => ((uint)random.NextInt64(uint.MaxValue)).ToString(CultureInfo.InvariantCulture),
        "bigint" => (random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)).ToString(CultureInfo.InvariantCulture),
        "numeric" => Pick("NaN", "Infinity", "-Infinity", "0", "-0.000", "0.00000000000000001",
            "123456789012345", "1234567890123456", Decimal(), Decimal()),
        "real" or "double precision" => Pick("NaN", "Infinity", "-Infinity", "-0", "1e+20", "-2.2250738585072014e-308",
            "1.5e-07", "0.1", Decimal()),
        _ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pick(Pieces)))
            + (random.Next(40) == 0 ? new string('x', random.Next(4000, 4060)) : ""),
    };

    private string Decimal()
    {
        var digits = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(10))).TrimStart('0');
        digits = digits.Length == 0 ? "0" : digits;
        var scale = random.Next(0, 20);
        var fraction = scale == 0 ? "" : "." + string.Concat(Enumerable.Range(0, scale).Select(_ => random.Next(10)));
        return Pick("", "-") + digits + fraction;
    }

    private string Embedded(int depth) => random.Next(depth > 5 ? 5 : 8) switch
    {
        0 => "null",
        1 => Pick("true", "false"),
        2 => Pick("1e1000", "-0.10", "123456789012345678901234567890"),
        3 or 4 => EmbeddedString(),
        5 => "{" + Space() + "}",
        6 => "["
            + string.Join(Space() + "," + Space(), Enumerable.Range(0, random.Next(4)).Select(_ => Embedded(depth + 1))) + Space() + "]",
        _ => "{"
            + string.Join("," + Space(), Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => "\"k\"" + Space() + ":" + Embedded(depth + 1))) + "}",
    };

    private string EmbeddedString() =>
        "\""
        + string.Concat(Enumerable.Range(0, random.Next(5))
            .Select(_ => Pick("a", "\\\"", "\\\\", "\\n", "\\u00e9", "{", "}", "[", ",", "é", "🙂", " ")))
        + "\"";

    private string Space() => random.Next(4) == 0 ? Pick(" ", "\n", "\t ", "\r\n") : "";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    [GeneratedRegex("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$")]
    private static partial Regex Grammar();
}
