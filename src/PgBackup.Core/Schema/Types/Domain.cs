using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A domain.</summary>
internal sealed class Domain : UserType
{
    public override ObjectKind Kind => ObjectKind.Domain;

    public override string Identity => $"DOMAIN {QualifiedName}";

    /// <summary>Gets the underlying type as <c>format_type</c> writes it.</summary>
    public required string BaseType { get; init; }

    /// <summary>Gets the quoted, qualified collation where it differs from the base type's.</summary>
    public required string? Collation { get; init; }

    /// <summary>Gets the default's expression.</summary>
    public required string? Default { get; init; }

    public required bool NotNull { get; init; }

    /// <summary>Gets the constraints in the order of their names.</summary>
    public List<DomainConstraint> Constraints { get; } = [];

    public override void WriteDefinition(StatementList statements)
    {
        var text = new StringBuilder($"CREATE {Identity} AS {BaseType}");
        if (Collation is not null)
            text.Append(" COLLATE ").Append(Collation);
        if (NotNull)
            AppendNotNull(text);
        if (Default is not null)
            text.Append(" DEFAULT ").Append(Default);
        foreach (var constraint in Constraints)
        {
            if (!constraint.IsNotNull && constraint.InlineIn == this)
                text.Append("\n    CONSTRAINT ").Append(Sql.Identifier(constraint.Name)).Append(' ').Append(constraint.Definition);
        }

        statements.Add(text.ToString());
    }

    private void AppendNotNull(StringBuilder text)
    {
        // Servers that have no constraint for it only set a flag.
        if (Constraints.Find(c => c.IsNotNull) is { } named)
            text.Append(" CONSTRAINT ").Append(Sql.Identifier(named.Name));
        text.Append(" NOT NULL");
    }
}
