namespace PgBackup.Selection;

/// <summary>Writes lists of names for messages.</summary>
internal static class NameList
{
    /// <summary>Writes <c>a, b and 3 more</c>.</summary>
    public static string Write(IReadOnlyCollection<string> names, int atMost) => names.Count <= atMost
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(atMost))} and {names.Count - atMost} more";
}
