namespace PgBackup.Archive;

/// <summary>Lists without room for more, which those have that the reader of manifests fills.</summary>
internal static class ExactList
{
    /// <summary>Returns a list of the same items; that of no list is empty.</summary>
    // The reader gives null for lists that a manifest lacks, as early ones lack some.
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null or { Count: 0 } => [],
        List<T> list => list.ToArray(),
        _ => items,
    };
}
