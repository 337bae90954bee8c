namespace PgBackup.Formats;

/// <summary>Decides by a column's type how its values are written.</summary>
internal static class JsonTypes
{
    private const string ArraySuffix = "[]";

    /// <summary>Gives the kind of a type's values, or of its elements where it is an array of a simple type.</summary>
    /// <param name="type">The type as <c>format_type</c> writes it while no schema but pg_catalog is on the search path: types that are not
    /// PostgreSQL's own then bear a schema.</param>
    public static (JsonValueKind Kind, bool IsArray) KindOf(string type)
    {
        if (!type.EndsWith(ArraySuffix, StringComparison.Ordinal))
            return (KindOfScalar(WithoutModifier(type)), false);
        var element = WithoutModifier(type[..^ArraySuffix.Length]);
        var kind = KindOfScalar(element);
        return kind switch
        {
            JsonValueKind.Json => (JsonValueKind.Text, false),
            JsonValueKind.Text => (JsonValueKind.Text, IsSimpleText(element)),
            _ => (kind, true),
        };
    }

    private static JsonValueKind KindOfScalar(string type) => type switch
    {
        "boolean" => JsonValueKind.Boolean,
        "smallint" or "integer" or "real" or "double precision" => JsonValueKind.Number,
        "bigint" or "oid" or "numeric" => JsonValueKind.WideNumber,
        "json" or "jsonb" => JsonValueKind.Json,
        _ => JsonValueKind.Text,
    };

    private static bool IsSimpleText(string type) => type is
        "text" or "character varying" or "character" or "bpchar" or "name" or "uuid" or "bytea"
        or "date" or "time without time zone" or "time with time zone" or "timestamp without time zone" or "timestamp with time zone"
        or "inet" or "cidr" or "macaddr" or "macaddr8" or "interval"
        || type.StartsWith("interval ", StringComparison.Ordinal);

    // timestamp(3) with time zone: the modifier stands within the name.
    private static string WithoutModifier(string type)
    {
        var begin = type.IndexOf('(', StringComparison.Ordinal);
        var end = type.IndexOf(')', StringComparison.Ordinal);
        return begin < 0 || end < begin ? type : string.Concat(type.AsSpan(0, begin), type.AsSpan(end + 1));
    }
}
