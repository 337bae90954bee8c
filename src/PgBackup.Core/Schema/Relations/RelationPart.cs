using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>What belongs to one relation and has no owner or privileges of its own: a constraint, index, rule, trigger, policy.</summary>
internal abstract class RelationPart : SchemaObject
{
    protected RelationPart(Relation relation)
    {
        Relation = relation;
        Schema = relation.Schema;
        Table = relation;
        Dependencies.Add(relation);
    }

    /// <summary>Gets the relation that the part belongs to.</summary>
    public Relation Table { get; }

    /// <summary>Gets the part's own name, quoted where it needs it.</summary>
    protected string QuotedName => Sql.Identifier(Name);

    /// <summary>Gets <c>ALTER TABLE</c> in the form that fits the relation.</summary>
    protected string AlterTable => Table.Kind == ObjectKind.ForeignTable ? "ALTER FOREIGN TABLE" : "ALTER TABLE";

    public sealed override string? OwnerStatement(string role) => null;
}
