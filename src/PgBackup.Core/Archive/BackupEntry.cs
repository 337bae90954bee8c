using PgBackup.Archive;

namespace PgBackup;

/// <summary>One object's definition, or one table's data, within a backup.</summary>
public sealed record BackupEntry
{
    /// <summary>Gets the entry's number within its backup, from 1 in the order in which entries are restored.</summary>
    public required int Id { get; init; }

    /// <summary>Gets the kind as <c>pg_restore --list</c> names it, for instance <c>TABLE</c>, <c>FK CONSTRAINT</c> or
    /// <c>TABLE DATA</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the schema, unquoted; null where the kind has none.</summary>
    public string? Schema { get; init; }

    /// <summary>Gets the name, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the owner's role name, unquoted; null where the kind has none.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the section.</summary>
    public required BackupSection Section { get; init; }

    /// <summary>Gets the ids of the entries that must be restored before this one.</summary>
    public IReadOnlyList<int> Dependencies { get; init => field = ExactList.Of(value); } = [];

    /// <summary>Gets what must exist before this entry is restored and is not in the backup, by what names it in SQL, for instance
    /// <c>TABLE public.b</c>.</summary>
    public IReadOnlyList<string> Missing { get; init => field = ExactList.Of(value); } = [];

    /// <summary>Gets the id of the table (or view) that the entry is a part of, as an index is; null where there is none.</summary>
    public int? Relation { get; init; }

    /// <summary>Gets what names the object in SQL, for instance <c>FUNCTION public.f(integer)</c>; null for entries that define no
    /// object.</summary>
    public string? Identity { get; init; }

    /// <summary>Gets the statement that drops the object; null where dropping another one does it.</summary>
    public string? Drop { get; init; }

    /// <summary>Gets the version of an extension in the database that was backed up; null for other kinds, and in early
    /// manifests.</summary>
    public string? ExtensionVersion { get; init; }

    /// <summary>Gets where the entry's statements stand in the artifact.</summary>
    public IReadOnlyList<StatementLocation> Statements { get; init => field = ExactList.Of(value); } = [];

    /// <summary>Gets the table whose rows the entry holds; null for definitions.</summary>
    public BackupTable? Table { get; init; }
}
