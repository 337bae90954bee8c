using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Tells which objects of the target can be dropped and made again out of the catalog alone.</summary>
internal sealed class RecreatableKinds(Catalog catalog)
{
    private readonly Lazy<HashSet<SchemaObject>> _parents = new(() => [.. catalog.Objects.OfType<Table>().SelectMany(t => t.Parents)]);

    /// <summary>Tells why an object cannot be dropped and made again; null where it can.</summary>
    public string? WhyNot(SchemaObject item)
    {
        if (item.Extension is not null)
            return "it belongs to an extension";
        return item switch
        {
            Table or Sequence => "dropping it would lose what it holds",
            { InlineIn: not null, CanStandAlone: false } => "it is a part of its table's definition",
            ForeignKey or PublicationTable or Policy or Rule or ExtendedStatistics or Default => null,
            RelationPart { Table: Table table } when table.IsPartition || _parents.Value.Contains(table) =>
                "it is shared with partitions or children of its table",
            RelationPart or View or MaterializedView or Function or Aggregate or Operator or Cast => null,
            CompositeType or Domain or DomainConstraint or EventTrigger => null,
            _ => $"a {item.Kind.Name().ToLowerInvariant()} is never dropped",
        };
    }

    /// <summary>Gets the statement that takes an object off, where it is not a part of something that is dropped.</summary>
    public static string? DropStatement(SchemaObject item) => item switch
    {
        Default { Relation: Relation relation } value =>
            $"{relation.AlterOnly} ALTER COLUMN {Sql.Identifier(value.Column.Name)} DROP DEFAULT",
        ViewQuery query => query.ReleaseStatement,
        _ => item.DropStatement,
    };
}
