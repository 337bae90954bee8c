namespace PgBackup.Schema;

/// <summary>Makes a partition's index a part of the partitioned table's index. Not before: the parent's index turns valid with the last
/// of them.</summary>
internal sealed class IndexAttach(Relation partition) : RelationPart(partition)
{
    public override ObjectKind Kind => ObjectKind.IndexAttach;

    /// <summary>Gets the OID of the partitioned table's index.</summary>
    public required uint ParentIndex { get; init; }

    /// <summary>Gets the OID of the partition's index.</summary>
    public required uint ChildIndex { get; init; }

    /// <summary>Gets the quoted, qualified name of the partitioned table's index.</summary>
    public required string ParentName { get; init; }

    /// <summary>Gets the quoted, qualified name of the partition's index.</summary>
    public required string ChildName { get; init; }

    public override string Identity => $"INDEX {ChildName}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER INDEX {ParentName} ATTACH PARTITION {ChildName}");
}
