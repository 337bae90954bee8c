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

    /// <summary>Gets how <see cref="TableConstraint.Definition"/> ends: the predicate and when the constraint is checked.</summary>
    public required string DefinitionTail { get; init; }

    // The index has no entry of its own, but it can have a comment.
    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        [(Address, Identity), (Index.Address, $"INDEX {Index.QualifiedName}")];

    public override void WriteDefinition(StatementList statements)
    {
        // Storage parameters are in the definition of an exclusion constraint, but not in that of a key.
        var parameters = IsExclusion ? "" : RelationOptions.WithClause(Index.Options);
        var definition = Index.AddTablespace(Definition, DefinitionTail, parameters, " USING INDEX TABLESPACE ");
        statements.Add($"ALTER TABLE ONLY {Table.QualifiedName}\n    ADD CONSTRAINT {QuotedName} {definition.Text}");
        Index.WriteProperties(statements, Table, definition.HasTablespace);
    }
}
