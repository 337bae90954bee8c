using PgBackup.Postgres;
using PgBackup.Selection;

namespace PgBackup.Backup;

/// <summary>What a backup's options choose of the database.</summary>
internal sealed class BackupSelection
{
    private readonly NamePattern[] _tables;
    private readonly NamePattern[] _excludeTables;
    private readonly NamePattern[] _schemas;
    private readonly NamePattern[] _excludeData;
    private readonly (NamePattern Tables, string Condition)[] _where;

    /// <exception cref="ArgumentException">A pattern is malformed, or options contradict each other.</exception>
    public BackupSelection(BackupOptions options)
    {
        if (options.SchemaOnly && options.DataOnly)
            throw new ArgumentException("SchemaOnly and DataOnly exclude each other: choose one, or none for both.", nameof(options));
        if (options.SchemaOnly && options.LargeObjects == true)
            throw new ArgumentException("SchemaOnly leaves out all data, so LargeObjects cannot be set with it.", nameof(options));
        if (options.SchemaOnly && options.Where.Count > 0)
            throw new ArgumentException("SchemaOnly leaves out all rows, so Where cannot be set with it.", nameof(options));
        _tables = [.. options.Tables.Select(NamePattern.ForRelation)];
        _excludeTables = [.. options.ExcludeTables.Select(NamePattern.ForRelation)];
        _schemas = [.. options.Schemas.Select(NamePattern.ForSchema)];
        _excludeData = [.. options.ExcludeData.Select(NamePattern.ForRelation)];
        _where = [.. options.Where.Select(w => (NamePattern.ForRelation(w.Key), Condition(w.Key, w.Value)))];
        SchemaOnly = options.SchemaOnly;
        DataOnly = options.DataOnly;
        IncludeHistory = options.IncludeHistory;
        IncludesLargeObjects = options.LargeObjects ?? (IsWhole && !SchemaOnly);
    }

    public bool SchemaOnly { get; }

    public bool DataOnly { get; }

    public bool IncludeHistory { get; }

    public bool IncludesLargeObjects { get; }

    /// <summary>Gets a value indicating whether the database's own objects (extensions, languages, casts, …) belong to the
    /// backup.</summary>
    public bool IsWhole => _tables.Length == 0 && _schemas.Length == 0;

    /// <summary>Says in words what is chosen; empty for a whole backup.</summary>
    public IReadOnlyList<string> Describe()
    {
        var words = new List<string>();
        Add("tables", _tables);
        Add("schemas", _schemas);
        Add("without tables", _excludeTables);
        Add("without data of", _excludeData);
        foreach (var (tables, condition) in _where)
            words.Add($"rows of {tables.Text} where {condition}");
        if (SchemaOnly)
            words.Add("schema only");
        if (DataOnly)
            words.Add("data only");
        return words;

        void Add(string what, NamePattern[] patterns)
        {
            if (patterns.Length > 0)
                words.Add($"{what} {string.Join(", ", patterns.Select(p => p.Text))}");
        }
    }

    /// <summary>Tells whether a relation is chosen. A partition is chosen, or left out, with any of its ancestors; a sequence comes with
    /// the table that it belongs to, as <c>pg_dump</c> has it.</summary>
    public bool Includes(RelationName relation, Func<uint, RelationName?> find)
    {
        if (IsOwn(relation.Schema))
            return false;
        if (relation.OwnedBy is { } owner && find(owner) is { } table && Includes(table, find))
            return true;
        if (relation.IsIdentity)
            return false;
        return _tables.Length + _excludeTables.Length + _schemas.Length == 0 || Matches(relation, find);
    }

    private bool Matches(RelationName relation, Func<uint, RelationName?> find)
    {
        var family = Family(relation, find);
        if (family.Exists(r => Array.Exists(_excludeTables, p => p.Matches(r.Schema, r.Name))))
            return false;
        if (_schemas.Length > 0 && !Array.Exists(_schemas, p => p.MatchesSchema(relation.Schema)))
            return false;
        return _tables.Length == 0 || family.Exists(r => Array.Exists(_tables, p => p.Matches(r.Schema, r.Name)));
    }

    /// <summary>Tells whether the rows of a chosen table are chosen.</summary>
    public bool IncludesData(RelationName relation, Func<uint, RelationName?> find) =>
        !SchemaOnly && (_excludeData.Length == 0 || !IsExcludedData(relation, find));

    private bool IsExcludedData(RelationName relation, Func<uint, RelationName?> find) =>
        Family(relation, find).Exists(r => Array.Exists(_excludeData, p => p.Matches(r.Schema, r.Name)));

    /// <summary>Gets a value indicating whether rows of any table must meet conditions.</summary>
    public bool HasConditions => _where.Length > 0;

    /// <summary>Lists the conditions that the rows of a chosen table must meet.</summary>
    public IEnumerable<string> Conditions(RelationName table, Func<uint, RelationName?> find)
    {
        var family = Family(table, find);
        return _where.Where(w => family.Exists(r => w.Tables.Matches(r.Schema, r.Name))).Select(w => w.Condition);
    }

    /// <summary>Tells whether all that a schema holds is chosen.</summary>
    public bool IncludesSchema(string schema) =>
        _tables.Length == 0
        && !IsOwn(schema)
        && (_schemas.Length == 0 || Array.Exists(_schemas, p => p.MatchesSchema(schema)));

    /// <summary>Refuses patterns that match nothing.</summary>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>.</exception>
    public void Check(IReadOnlyDictionary<uint, RelationName> known, IReadOnlyCollection<string> schemas)
    {
        var relations = known.Values.ToList();
        foreach (var pattern in _tables.Concat(_excludeTables).Concat(_excludeData))
        {
            if (!relations.Any(r => pattern.Matches(r.Schema, r.Name)))
                throw NotFound("table, view or sequence", pattern.Text, relations.Select(r => Sql.Qualified(r.Schema, r.Name)));
        }

        foreach (var pattern in _schemas)
        {
            if (!schemas.Any(pattern.MatchesSchema))
                throw NotFound("schema", pattern.Text, schemas.Select(Sql.Identifier));
        }

        if (_where.Length == 0)
            return;
        var withRows = relations
            .Where(r => r is { Kind: 'r', HoldsData: true })
            .Where(r => Includes(r, known.GetValueOrDefault) && IncludesData(r, known.GetValueOrDefault))
            .SelectMany(r => Family(r, known.GetValueOrDefault)).Distinct().ToList();
        foreach (var (pattern, _) in _where)
        {
            if (!withRows.Exists(r => pattern.Matches(r.Schema, r.Name)))
                throw NotFound("table whose rows are backed up", pattern.Text, withRows.Select(r => Sql.Qualified(r.Schema, r.Name)));
        }
    }

    private bool IsOwn(string schema) => (schema == OwnSchemas.History && !IncludeHistory) || schema == OwnSchemas.Restore;

    private static string Condition(string pattern, string condition)
    {
        if (string.IsNullOrWhiteSpace(condition))
            throw new ArgumentException($"The condition of Where for '{pattern}' is empty: write SQL over the table's columns.");
        if (condition.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"The condition of Where for '{pattern}' holds a null character, which SQL has no place for.");
        return condition;
    }

    private static PgBackupException NotFound(string kind, string pattern, IEnumerable<string> known) =>
        new(PgBackupErrorCodes.RelationNotFound, $"No {kind} matches '{pattern}'.{NearestNames.Suggest(pattern, known)}")
        {
            ObjectName = pattern,
        };

    private static List<RelationName> Family(RelationName relation, Func<uint, RelationName?> find)
    {
        var family = new List<RelationName> { relation };
        while (family[^1].PartitionOf is { } parent && find(parent) is { } ancestor)
            family.Add(ancestor);
        return family;
    }
}
