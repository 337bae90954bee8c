namespace PgBackup.Schema;

/// <summary>The query of a view that had to be made with a placeholder first.</summary>
internal sealed class ViewQuery(View view) : RelationPart(view)
{
    // As for pg_dump, a view's query is its rule ON SELECT.
    public override ObjectKind Kind => ObjectKind.Rule;

    public override string Identity => view.Identity;

    public override string? DropStatement => null;

    /// <summary>Gets the statement that takes the query from the view, so that what it uses can be dropped before the view.</summary>
    public string ReleaseStatement => view.PlaceholderStatement("CREATE OR REPLACE VIEW");

    // The view itself has those.
    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override void WriteDefinition(StatementList statements) => statements.Add(view.CreateStatement("CREATE OR REPLACE VIEW"));
}
