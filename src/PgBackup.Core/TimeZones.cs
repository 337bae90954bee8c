using System.Diagnostics.CodeAnalysis;

namespace PgBackup;

/// <summary>Time zones by their names.</summary>
internal static class TimeZones
{
    /// <summary>Names the time zone of the process.</summary>
    public const string Variable = "TZ";

    /// <summary>Finds a time zone.</summary>
    /// <param name="id">An IANA or Windows id; null for that of the variable <c>TZ</c>, else the machine's.</param>
    /// <param name="zone">The time zone.</param>
    /// <param name="error">What is wrong with the name.</param>
    public static bool TryFind(string? id, [NotNullWhen(true)] out TimeZoneInfo? zone, [NotNullWhen(false)] out string? error)
    {
        (zone, error) = (null, null);
        var name = id ?? Environment.GetEnvironmentVariable(Variable)?.TrimStart(':');
        if (string.IsNullOrWhiteSpace(name) && id is null)
            zone = TimeZoneInfo.Local;
        else if (!string.IsNullOrWhiteSpace(name) && !name.StartsWith('/')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim(), out var found))
            zone = found;
        // TZ may hold a path or a rule, such as CET-1CEST, which only the system reads.
        else if (id is null && TimeZoneInfo.Local is var local && local.Id != TimeZoneInfo.Utc.Id)
            zone = local;
        else
            error = $"the time zone '{name}'{(id is null ? $" of the variable {Variable}" : "")} is not known here; {Suggest(name ?? "")}";
        return zone is not null;
    }

    private static string Suggest(string name)
    {
        var place = name.Split('/')[^1].Trim().Replace(' ', '_');
        var near = place.Length < 3
            ? []
            : TimeZoneInfo.GetSystemTimeZones()
                .Select(z => z.Id)
                .Where(id => IsIn(id, place) || id.Split('/')[^1].StartsWith(place[..3], StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(id => IsIn(id, place))
                .ThenByDescending(id => id.Zip(name).TakeWhile(c => c.First == c.Second).Count())
                .ThenBy(id => id, StringComparer.Ordinal)
                .Take(3).ToList();
        return near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : "write an IANA id such as 'Europe/Berlin' or 'UTC'.";
    }

    private static bool IsIn(string id, string place) => id.Contains(place, StringComparison.OrdinalIgnoreCase);
}
