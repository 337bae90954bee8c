using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A stand-alone composite type.</summary>
internal sealed class CompositeType : UserType
{
    /// <summary>Gets the OID of the <c>pg_class</c> row that holds the attributes; their comments belong to it.</summary>
    public required uint RelationId { get; init; }

    public List<Column> Attributes { get; } = [];

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
    [
        (Address, Identity),
        .. Attributes.Select(a =>
            (new ObjectAddress(CatalogOid.Relation, RelationId, a.Number), $"COLUMN {QualifiedName}.{Sql.Identifier(a.Name)}")),
    ];

    public override void WriteDefinition(StatementList statements)
    {
        var text = new StringBuilder($"CREATE {Identity} AS (");
        var separator = "";
        foreach (var attribute in Attributes)
        {
            text.Append(separator).Append("\n    ").Append(Sql.Identifier(attribute.Name)).Append(' ').Append(attribute.Type);
            if (attribute.Collation is not null)
                text.Append(" COLLATE ").Append(attribute.Collation);
            separator = ",";
        }

        statements.Add(text.Append("\n)").ToString());
    }
}
