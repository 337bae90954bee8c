namespace PgBackup.Schema;

/// <summary>An entry before it is written: what it says, and which others it needs.</summary>
internal sealed class EntryDraft
{
    public required ObjectKind Kind { get; init; }

    public string? Schema { get; init; }

    public required string Name { get; init; }

    public string? Owner { get; init; }

    public required BackupSection Section { get; init; }

    public IReadOnlyList<EntryStatement> Statements { get; init; } = [];

    public HashSet<EntryDraft> Dependencies { get; } = [];

    /// <summary>Gets the identities of the objects that it needs and that are not in the backup.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Gets or sets the entry of the relation that this one is a part of.</summary>
    public EntryDraft? Relation { get; set; }

    /// <summary>Gets what names the defined object in SQL; null for rows, privileges and refreshes.</summary>
    public string? Identity { get; init; }

    public string? Drop { get; init; }

    /// <summary>Gets the object that the entry defines or fills.</summary>
    public SchemaObject? Source { get; init; }
}
