using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Writes the statements that make objects of the target again, as they are before the restore.</summary>
internal sealed class RecreatedObjects(TargetDatabase target)
{
    /// <summary>Writes them in order.</summary>
    /// <param name="again">The objects.</param>
    /// <param name="sorted">All objects of the target in the order of making.</param>
    public IReadOnlyList<EntryDraft> Write(IReadOnlySet<SchemaObject> again, IReadOnlyList<SchemaObject> sorted)
    {
        if (again.Count == 0)
            return [];
        var builder = new EntryBuilder();
        // A view that is in a ring is written in two steps: the second is in no catalog.
        builder.Build(
            [.. sorted.Where(o => again.Contains(o) || (o is ViewQuery && again.Contains(o.Relation!)))],
            again.Where(o => o.InlineIn is not null));
        var drafts = builder.PreData.Concat(builder.PostData).ToList();
        var privileges = drafts.FindIndex(d => d.Kind is ObjectKind.Acl or ObjectKind.MaterializedViewData or ObjectKind.EventTrigger);
        drafts.InsertRange(
            privileges < 0 ? drafts.Count : privileges, drafts.Select(WithoutDefaultPrivileges).OfType<EntryDraft>().ToList());
        return drafts;
    }

    // New objects have what ALTER DEFAULT PRIVILEGES of the restoring role says; the old ones may not have.
    private EntryDraft? WithoutDefaultPrivileges(EntryDraft draft)
    {
        if (draft.Identity is null || draft.Source is not { } item || ObjectsOf(item) is not { } objects)
            return null;
        var changes = target.Catalog.Objects.OfType<DefaultAcl>()
            .Where(d => d.Role == target.Server.Role && d.Objects == objects && (d.Schema is null || d.Schema == item.Schema))
            .SelectMany(d => d.PrivilegeChanges)
            .Where(c => c.Grantee is null || c.Grantee != item.Owner)
            .Select(c => c with { IsGrant = !c.IsGrant, Grantor = null, WithGrantOption = false })
            .ToList();
        return changes.Count == 0 ? null : new EntryDraft
        {
            Kind = ObjectKind.Acl,
            Schema = item.Schema,
            Name = item.Name,
            Section = BackupSection.PostData,
            Statements = [.. PrivilegeStatements.Write(item.PrivilegeTarget, changes)],
            Source = item,
        };
    }

    private static string? ObjectsOf(SchemaObject item) => item switch
    {
        View or MaterializedView => "TABLES",
        Function or Aggregate => "FUNCTIONS",
        CompositeType or Domain => "TYPES",
        _ => null,
    };
}
