namespace PgBackup.Schema;

/// <summary>An entry before it is written: what it says, and which others it needs.</summary>
internal class EntryDraft
{
    /// <summary>Gets or sets the number in the backup, from 1 in the order of restoring; 0 where it has none yet.</summary>
    public int Id { get; set; }

    public required ObjectKind Kind { get; init; }

    public string? Schema { get; init; }

    public required string Name { get; init; }

    public string? Owner { get; init; }

    public required BackupSection Section { get; init; }

    public virtual IReadOnlyList<EntryStatement> Statements { get; init; } = [];

    public ReferenceSet<EntryDraft> Dependencies { get; } = new();

    /// <summary>Gets the identities of the objects that it needs and that are not in the backup.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Gets or sets the entry of the relation that this one is a part of.</summary>
    public EntryDraft? Relation { get; set; }

    /// <summary>Gets what names the defined object in SQL; null for rows, privileges and refreshes.</summary>
    public virtual string? Identity { get; init; }

    public virtual string? Drop { get; init; }

    /// <summary>Gets the object that the entry defines or fills.</summary>
    public SchemaObject? Source { get; init; }
}
