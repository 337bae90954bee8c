using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A row-level security policy.</summary>
internal sealed class Policy(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.Policy;

    public required bool IsPermissive { get; init; }

    /// <summary>Gets the command as <c>polcmd</c> has it: '*' for all.</summary>
    public required char Command { get; init; }

    /// <summary>Gets the roles, unquoted; none means PUBLIC.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Gets which rows are seen; null for no such clause.</summary>
    public required string? Using { get; init; }

    /// <summary>Gets which rows may be written; null for no such clause.</summary>
    public required string? WithCheck { get; init; }

    public override string Identity => $"POLICY {QuotedName} ON {Table.QualifiedName}";

    public override void WriteDefinition(StatementList statements)
    {
        // Policies are no members: one that the extension's script made cannot be told from one that was added to its table.
        if (Table.Extension is not null)
            statements.Add($"DROP POLICY IF EXISTS {QuotedName} ON {Table.QualifiedName}");
        var restrictive = IsPermissive ? "" : " AS RESTRICTIVE";
        var command = Command switch
        {
            'r' => " FOR SELECT",
            'a' => " FOR INSERT",
            'w' => " FOR UPDATE",
            'd' => " FOR DELETE",
            _ => "",
        };
        var roles = Roles.Count == 0 ? "" : $" TO {Sql.Identifiers(Roles)}";
        var seen = Using is null ? "" : $" USING ({Using})";
        var written = WithCheck is null ? "" : $" WITH CHECK ({WithCheck})";
        statements.Add($"CREATE {Identity}{restrictive}{command}{roles}{seen}{written}");
    }
}
