using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Checks the values of a body's fields, as far as the library's own messages would not name the field.</summary>
internal static class RequestValues
{
    // More than any selection has, and little enough to say something about each.
    private const int MostItems = 1000;

    public static IList<string> List(string field, IReadOnlyList<string>? values)
    {
        if (values is null)
            return [];
        if (values.Count > MostItems)
            throw ApiException.Invalid(field, $"It has {values.Count} items; {MostItems} are allowed.");
        for (var i = 0; i < values.Count; i++)
            RequireText($"{field}[{i}]", values[i]);
        return [.. values];
    }

    public static IDictionary<string, string> Map(string field, IReadOnlyDictionary<string, string>? values)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values ?? map)
        {
            RequireText(field, name);
            RequireText($"{field}.{name}", value);
            map.Add(name, value);
        }

        return map.Count <= MostItems ? map : throw ApiException.Invalid(field, $"It has {map.Count} items; {MostItems} are allowed.");
    }

    public static TimeSpan? Seconds(string field, double? value)
    {
        if (value is null)
            return null;
        return value is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(value.Value)
            : throw ApiException.Invalid(field, "It must be more than 0, and at most 86400.");
    }

    public static void RequireBetween(string field, int? value, int least, int most)
    {
        if (value < least || value > most)
            throw ApiException.Invalid(field, $"It must be {least} to {most}.");
    }

    public static void RequireLength(string field, string? value, int most)
    {
        if (value?.Length > most)
            throw ApiException.Invalid(field, $"It may have {most} characters.");
    }

    private static void RequireText(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Contains('\0', StringComparison.Ordinal))
            throw ApiException.Invalid(field, "It must be text, and not empty.");
    }
}
