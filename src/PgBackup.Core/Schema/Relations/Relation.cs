using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Anything with columns: a table, foreign table, view or materialized view.</summary>
internal abstract class Relation : SchemaObject
{
    private Dictionary<string, Column>? _byName;

    /// <summary>Gets the columns in catalog order, dropped ones left out; filled by the column reader.</summary>
    public List<Column> Columns { get; } = [];

    /// <summary>Gets the name with its schema, quoted; each part of the relation writes it.</summary>
    public string QualifiedName => field ??= Sql.Qualified(Schema, Name);

    /// <summary>Gets how a statement begins that alters the relation but none of its children: <c>ALTER TABLE ONLY public.t</c>.</summary>
    public virtual string AlterOnly => $"ALTER {Identity}";

    public override string PrivilegeTarget => $"TABLE {QualifiedName}";

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
    [
        (Address, Identity),
        .. Columns.Select(c => (Address with { SubId = c.Number }, $"COLUMN {QualifiedName}.{Sql.Identifier(c.Name)}")),
    ];

    /// <summary>Finds a column by <c>attnum</c>, once the columns are read.</summary>
    public Column? FindColumn(int number)
    {
        // Unless columns were dropped, each stands at its number.
        var expected = number - 1;
        return expected >= 0 && expected < Columns.Count && Columns[expected].Number == number
            ? Columns[expected]
            : Columns.Find(c => c.Number == number);
    }

    /// <summary>Finds a column by its name, once the columns are read.</summary>
    public Column? FindColumn(string name)
    {
        if (_byName?.Count != Columns.Count)
            _byName = Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return _byName.GetValueOrDefault(name);
    }
}
