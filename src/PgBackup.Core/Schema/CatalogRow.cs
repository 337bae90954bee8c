using Npgsql;

namespace PgBackup.Schema;

/// <summary>The current row of a catalog query. Columns are read by name; cast unusual types to text in the query.</summary>
internal sealed class CatalogRow(NpgsqlDataReader reader)
{
    // Names of schemas, roles, types and collations come again and again, with each of a hundred thousand rows.
    private const int LongestShared = 40;

    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ordinals = Enumerable.Range(0, reader.FieldCount)
        .ToDictionary(reader.GetName, i => i, StringComparer.Ordinal);

    public bool IsNull(string column) => reader.IsDBNull(_ordinals[column]);

    /// <summary>Reads text or name.</summary>
    /// <exception cref="PgBackupException"><c>schema_changed</c>: the server's functions that write definitions know nothing of the
    /// snapshot, and return null for what was dropped since.</exception>
    public string Text(string column) => TextOrNull(column) ?? throw ChangedDefinition.Exception(cause: null);

    public string? TextOrNull(string column) => IsNull(column) ? null : Shared(reader.GetString(_ordinals[column]));

    public uint Oid(string column) => reader.GetFieldValue<uint>(_ordinals[column]);

    public bool Bool(string column) => reader.GetBoolean(_ordinals[column]);

    /// <summary>Reads smallint or integer.</summary>
    public int Int(string column) => reader.GetInt32(_ordinals[column]);

    public long Long(string column) => reader.GetInt64(_ordinals[column]);

    /// <summary>Reads a <c>"char"</c>; the empty one is '\0'.</summary>
    public char Char(string column) => reader.GetChar(_ordinals[column]);

    /// <summary>Reads text[]; null becomes empty.</summary>
    public string[] TextArray(string column) => IsNull(column) ? [] : reader.GetFieldValue<string[]>(_ordinals[column]);

    /// <summary>Reads oid[]; null becomes empty. Cast oidvector and the like to oid[].</summary>
    public uint[] OidArray(string column) => IsNull(column) ? [] : reader.GetFieldValue<uint[]>(_ordinals[column]);

    /// <summary>Reads int4[]; null becomes empty. Cast int2vector and the like to int4[].</summary>
    public int[] IntArray(string column) => IsNull(column) ? [] : reader.GetFieldValue<int[]>(_ordinals[column]);

    private string Shared(string text)
    {
        if (text.Length > LongestShared)
            return text;
        if (_shared.TryGetValue(text, out var known))
            return known;
        _shared.Add(text);
        return text;
    }
}
