using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace PgBackup.Postgres;

/// <summary>Writes names and values into SQL. Every name and string from a server or an artifact goes through here.</summary>
internal static class Sql
{
    // Key words that cannot stand bare as any kind of name in one of the supported majors ("SQL Key Words" in the manual).
    private static readonly FrozenSet<string> KeyWords = (
        "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char "
        + "character check coalesce collate collation column concurrently constraint create cross current_catalog current_date "
        + "current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else "
        + "end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in "
        + "initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists "
        + "json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like "
        + "limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset "
        + "on only or order out outer overlaps overlay placing position precision primary real references returning right row select "
        + "session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing "
        + "treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat "
        + "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<char> OperatorCharacters = SearchValues.Create("+-*/<>=~!@#%^&|`?");

    /// <summary>Quotes an identifier where it needs quoting.</summary>
    public static string Identifier(string name)
    {
        if (IsPlain(name))
            return name;
        return string.Concat("\"", name.Replace("\"", "\"\"", StringComparison.Ordinal), "\"");
    }

    /// <summary>Quotes a name with its schema.</summary>
    public static string Qualified(string? schema, string name) =>
        schema is null ? Identifier(name) : string.Concat(Identifier(schema), ".", Identifier(name));

    /// <summary>Writes an operator as <c>OPERATOR(schema.name)</c>.</summary>
    public static string Operator(string schema, string name) => $"OPERATOR({QualifiedOperator(schema, name)})";

    /// <summary>Writes an operator's name with its schema. The name cannot be quoted, so it must be made of operator characters.</summary>
    public static string QualifiedOperator(string schema, string name) =>
        name.Length > 0 && name.AsSpan().IndexOfAnyExcept(OperatorCharacters) < 0
            ? string.Concat(Identifier(schema), ".", name)
            : throw new FormatException($"'{name}' is not the name of an operator.");

    /// <summary>Writes a list of identifiers, separated by commas.</summary>
    public static string Identifiers(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier));

    /// <summary>Writes a string constant; one with backslashes becomes an <c>E''</c> constant, which no setting reinterprets.</summary>
    public static string Literal(string value)
    {
        var escaped = value.Replace("'", "''", StringComparison.Ordinal);
        return escaped.Contains('\\', StringComparison.Ordinal)
            ? string.Concat("E'", escaped.Replace("\\", "\\\\", StringComparison.Ordinal), "'")
            : string.Concat("'", escaped, "'");
    }

    /// <summary>Writes text between dollar quotes whose tag does not occur in it.</summary>
    public static string DollarQuoted(string text)
    {
        // The stem of the delimiter must not occur at all: text that ends in it would close the quotes early.
        var stem = "$";
        for (var i = 0; text.Contains(stem, StringComparison.Ordinal); i++)
            stem = i == 0 ? "$_" : string.Create(CultureInfo.InvariantCulture, $"$_{i}");
        return string.Concat(stem, "$", text, stem + "$");
    }

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || !(name[0] is '_' or (>= 'a' and <= 'z')))
            return false;
        foreach (var c in name)
        {
            if (!(c is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
                return false;
        }

        return !KeyWords.Contains(name);
    }
}
