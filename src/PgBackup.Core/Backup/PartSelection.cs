using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Decides which parts of each object of the catalog a backup holds.</summary>
internal sealed class PartSelection(BackupSelection selection, IReadOnlyDictionary<uint, RelationName> relations)
{
    private readonly Func<uint, RelationName?> _find = relations.GetValueOrDefault;

    private const ObjectParts PartsOfMembers = ObjectParts.Privileges | ObjectParts.SecurityLabel | ObjectParts.Data;

    public void Apply(Catalog catalog)
    {
        foreach (var item in catalog.Objects)
            item.Parts = PartsOf(item);
        // What hangs on a relation goes where that goes.
        foreach (var item in catalog.Objects.Where(o => o.Relation is not null))
            item.Parts = PartsOfPart(item, item.Relation!);
        foreach (var item in catalog.Objects.Where(o => LacksAnEnd(o) || LacksItsPublication(o)))
            item.Parts = ObjectParts.None;
        foreach (var item in catalog.Objects.Where(o => o.Extension is not null))
            item.Dependencies.RemoveWhere(d => d != item.Extension);
        if (selection.DataOnly)
        {
            foreach (var item in catalog.Objects)
                item.Parts &= ObjectParts.Data;
        }
    }

    private ObjectParts PartsOf(SchemaObject item)
    {
        if (!IsChosen(item))
            return ObjectParts.None;
        var parts = item.Extension is null ? ObjectParts.All : PartsOfMembers;
        return HasData(item) ? parts : parts & ~ObjectParts.Data;
    }

    private bool IsChosen(SchemaObject item) => item switch
    {
        Relation or Sequence =>
            relations.TryGetValue(item.Address.ObjectId, out var name) && selection.Includes(name, _find),
        Namespace => selection.IncludesSchema(item.Name),
        { Schema: { } schema } => selection.IncludesSchema(schema),
        _ => selection.IsWhole,
    };

    private bool HasData(SchemaObject item) =>
        relations.TryGetValue(item.Address.ObjectId, out var name) && item is Relation or Sequence
            ? selection.IncludesData(name!, _find)
            : !selection.SchemaOnly;

    private static ObjectParts PartsOfPart(SchemaObject item, SchemaObject relation)
    {
        if (item is Sequence)
            return item.Parts;
        var parts = item.Extension is null ? ObjectParts.All : PartsOfMembers;
        if (relation.Extension is not null)
            return IsOutsideScripts(item) ? parts : parts & PartsOfMembers;
        return relation.Parts.HasFlag(ObjectParts.Definition) ? parts : ObjectParts.None;
    }

    // What the user does with an extension's table and its script does not; indexes, triggers and the like may come from either.
    private static bool IsOutsideScripts(SchemaObject item) =>
        item.Kind is ObjectKind.Policy or ObjectKind.RowSecurity or ObjectKind.PublicationTable
        || item is SequenceOwnedBy { Sequence.Extension: null };

    // Publications belong to the database as a whole.
    private bool LacksItsPublication(SchemaObject item) =>
        item.Kind is ObjectKind.PublicationTable or ObjectKind.PublicationSchema && !selection.IsWhole;

    // A sequence belongs to a table only where both are there. A partition may meet its table in the target.
    private static bool LacksAnEnd(SchemaObject item) =>
        item.Kind is ObjectKind.SequenceOwnedBy
        && item.Dependencies.Any(d => !d.Parts.HasFlag(ObjectParts.Definition) && d.Extension is null);
}
