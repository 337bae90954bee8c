namespace PgBackup.Schema;

/// <summary>Finds what a comment or a security label is attached to.</summary>
internal static class AnnotationTarget
{
    public static (SchemaObject Item, string Identity)? Find(Catalog catalog, ObjectAddress address)
    {
        // Comments on what has no object of its own (an array type, a constraint's index) stay with that exact address: an alias is no
        // target.
        if (catalog.Find(address) is not { } item)
            return null;
        foreach (var (target, identity) in item.CommentTargets)
        {
            if (target == address)
                return (item, identity);
        }

        return null;
    }
}
