using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A materialized view. It is made empty; its rows are the result of refreshing it.</summary>
internal sealed class MaterializedView : Relation
{
    public override ObjectKind Kind => ObjectKind.MaterializedView;

    public override string Identity => $"MATERIALIZED VIEW {QualifiedName}";

    public override string PrivilegeTarget => $"TABLE {QualifiedName}";

    /// <summary>Gets the query, without semicolon.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets the storage parameters.</summary>
    public required string[] Options { get; init; }

    /// <summary>Gets the storage parameters of the TOAST table.</summary>
    public required string[] ToastOptions { get; init; }

    /// <summary>Gets the tablespace; null for the database's own.</summary>
    public required string? Tablespace { get; init; }

    /// <summary>Gets the table access method; null for <c>heap</c>.</summary>
    public required string? AccessMethod { get; init; }

    /// <summary>Gets a value indicating whether the view can be read, and so has to be refreshed after a restore.</summary>
    public required bool IsPopulated { get; init; }

    /// <summary>Gets the actions of <c>ALTER TABLE</c> that set what single columns have: statistics target, storage, compression, options.</summary>
    public List<string> ColumnActions { get; } = [];

    public override void WriteDefinition(StatementList statements)
    {
        var method = AccessMethod is null ? "" : $" USING {Sql.Identifier(AccessMethod)}";
        var options = RelationOptions.List(Options);
        var toastOptions = RelationOptions.List(ToastOptions, "toast.");
        var separator = options.Length > 0 && toastOptions.Length > 0 ? ", " : "";
        var with = options.Length + toastOptions.Length > 0 ? $" WITH ({options}{separator}{toastOptions})" : "";
        var tablespace = Tablespace is null ? "" : $" TABLESPACE {Sql.Identifier(Tablespace)}";
        statements.Add($"CREATE {Identity}{method}{with}{tablespace} AS\n{Definition}\n  WITH NO DATA");
        foreach (var action in ColumnActions)
            statements.Add($"ALTER TABLE ONLY {QualifiedName} {action}");
    }
}
