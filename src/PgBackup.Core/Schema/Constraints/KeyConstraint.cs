namespace PgBackup.Schema;

/// <summary>A primary key, unique or exclusion constraint, with the index that enforces it.</summary>
internal sealed class KeyConstraint(Relation table) : TableConstraint(table)
{
    public override ObjectKind Kind => ObjectKind.Constraint;

    /// <summary>Gets a value indicating whether this is a primary key.</summary>
    public required bool IsPrimaryKey { get; init; }

    /// <summary>Gets a value indicating whether this is an exclusion constraint.</summary>
    public required bool IsExclusion { get; init; }

    /// <summary>Gets the index that enforces the constraint and goes by its name.</summary>
    public required IndexProperties Index { get; init; }

    /// <summary>Gets a value indicating whether the constraint makes those of the partitions, because they cannot be attached.</summary>
    public required bool MakesPartitions { get; init; }

    public required bool IsDeferrable { get; init; }

    public required bool IsDeferred { get; init; }

    // The index has no entry of its own, but it can have a comment.
    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        [(Address, Identity), (Index.Address, $"INDEX {Index.QualifiedName}")];

    public override string ExtensionDependencyTarget => $"INDEX {Index.QualifiedName}";

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        var only = MakesPartitions ? "" : "ONLY ";
        statements.Add($"ALTER TABLE {only}{Table.QualifiedName}\n    ADD CONSTRAINT {QuotedName} {DefinitionWithOptions()}");
        Index.Write(statements, Table);
    }

    // The definition has the storage parameters of an exclusion constraint, but not those of a key; their place is in front of DEFERRABLE.
    private string DefinitionWithOptions()
    {
        if (IsExclusion || Index.Options.Length == 0)
            return Definition;
        var deferrable = (IsDeferrable ? " DEFERRABLE" : "") + (IsDeferred ? " INITIALLY DEFERRED" : "");
        var start = Definition.Length - deferrable.Length;
        return string.Concat(Definition.AsSpan(0, start), RelationOptions.WithClause(Index.Options), Definition.AsSpan(start));
    }
}
