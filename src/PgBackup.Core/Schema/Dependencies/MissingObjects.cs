namespace PgBackup.Schema;

/// <summary>Finds what an object of a backup needs that the backup does not hold.</summary>
internal static class MissingObjects
{
    // Below it are the objects that the server itself makes in every database.
    private const uint FirstUserOid = 16384;

    /// <summary>Lists what names the objects in SQL, in order: tables for their parts, extensions for their members.</summary>
    public static IReadOnlyList<string> Of(SchemaObject item, SchemaObject[] inlineChildren)
    {
        if (!item.Parts.HasFlag(ObjectParts.Definition))
            return [];
        SortedSet<string>? missing = null;
        Look(item);
        foreach (var child in inlineChildren)
            Look(child);
        return missing is null ? [] : [.. missing];

        void Look(SchemaObject part)
        {
            foreach (var needed in part.Dependencies)
            {
                if (Find(needed) is { } absent && !StandsAlone(item, absent))
                    (missing ??= new SortedSet<string>(StringComparer.Ordinal)).Add(absent.Identity);
            }
        }
    }

    private static SchemaObject? Find(SchemaObject needed)
    {
        if (needed.Extension is { } extension)
            return Find(extension);
        if (needed.Parts.HasFlag(ObjectParts.Definition) || needed.Address.ObjectId < FirstUserOid || IsEverywhere(needed))
            return null;
        return (needed.Relation ?? needed.InlineIn) is { } whole ? Find(whole) : needed;
    }

    private static bool IsEverywhere(SchemaObject item) => item is Namespace { IsPublic: true } or Extension { Name: "plpgsql" };

    // A partition and its parts are made without the partitioned table; only what joins them, or speaks of it, needs it.
    private static bool StandsAlone(SchemaObject item, SchemaObject absent)
    {
        if (item is TableAttach or IndexAttach or PartitionTriggerState or Rule or Policy
            || (item as ForeignKey)?.ReferencedTable == absent)
            return false;
        for (var table = item as Table ?? item.Relation as Table; table is { IsPartition: true, Parents: [var parent] }; table = parent)
        {
            if (parent == absent)
                return true;
        }

        return false;
    }
}
