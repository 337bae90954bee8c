namespace PgBackup.Playground.Comparison;

/// <summary>Finds where the facts of two databases differ.</summary>
internal sealed class FactComparer(DatabaseFacts expected, DatabaseFacts actual, ComparisonOptions options)
{
    // Not a property of its own: the identity of the object that the fact is about.
    private const string OwnerOfFact = "@of";

    private readonly bool _lenient = options.IgnoreNewerFacts && expected.ServerMajor != actual.ServerMajor;

    public IEnumerable<Difference> Compare()
    {
        var common = expected.Vocabulary();
        common.IntersectWith(actual.Vocabulary());
        var keys = expected.Objects.Keys.Union(actual.Objects.Keys)
            .OrderBy(k => k.Kind, StringComparer.Ordinal).ThenBy(k => k.Object, StringComparer.Ordinal);
        var (expectedNames, actualNames) = (Names(expected), Names(actual));
        var missing = expectedNames.Except(actualNames).ToHashSet();
        var unexpected = actualNames.Except(expectedNames).ToHashSet();
        foreach (var key in keys)
        {
            var left = expected.Objects.GetValueOrDefault(key);
            var right = actual.Objects.GetValueOrDefault(key);
            if (left is null || right is null)
            {
                if (IsConsequence(left ?? right!, left is null ? unexpected : missing))
                    continue;
                if (!_lenient || !MajorRules.MayBeMissing(key.Kind, key.Object, expected.ServerMajor, actual.ServerMajor))
                    yield return new Difference(key.Kind, key.Object, Difference.Existence, Presence(left), Presence(right));
                continue;
            }
            foreach (var property in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
            {
                if (property == "owner" && !options.Owners || _lenient && !common.Contains((key.Kind, property)))
                    continue;
                var (from, to) = (left.GetValueOrDefault(property), right.GetValueOrDefault(property));
                if (from == to || _lenient && MajorRules.AreAlike(key.Kind, property, from, to))
                    continue;
                yield return new Difference(key.Kind, key.Object, property, from, to);
            }
        }
    }

    /// <summary>What a missing object would have brought along is not told again and again.</summary>
    private static bool IsConsequence(Dictionary<string, string?> present, HashSet<string> missing) =>
        present.GetValueOrDefault(OwnerOfFact) is { } owner && missing.Contains(owner);

    private static HashSet<string> Names(DatabaseFacts facts) =>
        facts.Objects.Where(o => !o.Value.ContainsKey(OwnerOfFact)).Select(o => o.Key.Object).ToHashSet();

    private static string? Presence(object? facts) => facts is null ? null : "present";
}
