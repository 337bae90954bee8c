namespace PgBackup.Selection;

/// <summary>Finds names that a mistyped one may have meant.</summary>
internal static class NearestNames
{
    /// <summary>Writes " Did you mean …?" with the nearest names, or nothing where none is near.</summary>
    public static string Suggest(string typed, IEnumerable<string> known)
    {
        var bare = typed.Replace("\"", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);
        var near = known
            .Distinct(StringComparer.Ordinal)
            .Select(name => (name, distance: Math.Min(Distance(bare, name), Distance(bare, WithoutSchema(name)))))
            .Where(n => n.distance <= Math.Max(2, bare.Length / 3))
            .OrderBy(n => n.distance).ThenBy(n => n.name, StringComparer.Ordinal)
            .Take(3)
            .Select(n => $"'{n.name}'")
            .ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    private static string WithoutSchema(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    // Levenshtein's distance, ignoring case.
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
