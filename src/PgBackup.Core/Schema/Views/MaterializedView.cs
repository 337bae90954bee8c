using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A materialized view. It is made empty; its rows are the result of refreshing it.</summary>
internal sealed class MaterializedView : Relation
{
    public override ObjectKind Kind => ObjectKind.MaterializedView;

    public override string Identity => $"MATERIALIZED VIEW {QualifiedName}";

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

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        var method = AccessMethod is null ? "" : $" USING {Sql.Identifier(AccessMethod)}";
        var options = RelationOptions.List(Options);
        var toastOptions = RelationOptions.List(ToastOptions, "toast.");
        var separator = options.Length > 0 && toastOptions.Length > 0 ? ", " : "";
        var with = options.Length + toastOptions.Length > 0 ? $" WITH ({options}{separator}{toastOptions})" : "";
        statements.Add($"CREATE {Identity}{method}{with} AS\n{Definition}\n  WITH NO DATA");
        foreach (var column in Columns)
            ColumnProperties.Write(this, column, statements);
        // Apart from CREATE, so that a restore can do without tablespaces.
        if (Tablespace is not null)
            statements.Add($"ALTER {Identity} SET TABLESPACE {Sql.Identifier(Tablespace)}", StatementRole.Tablespace);
    }
}
