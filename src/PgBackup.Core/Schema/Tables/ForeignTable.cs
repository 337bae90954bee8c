namespace PgBackup.Schema;

/// <summary>A table whose rows a foreign data wrapper fetches.</summary>
internal sealed class ForeignTable : Table
{
    public override ObjectKind Kind => ObjectKind.ForeignTable;

    public override string Identity => $"FOREIGN TABLE {QualifiedName}";

    public override string AlterOnly => $"ALTER FOREIGN TABLE ONLY {QualifiedName}";

    public override string Keyword => "FOREIGN TABLE";

    /// <summary>Gets the foreign server.</summary>
    public required string Server { get; init; }

    /// <summary>Gets the options for the wrapper (<c>name=value</c>).</summary>
    public string[] ForeignOptions { get; init; } = [];
}
