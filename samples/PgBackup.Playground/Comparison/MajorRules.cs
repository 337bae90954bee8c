namespace PgBackup.Playground.Comparison;

/// <summary>What legitimately differs when a database was restored on a server of another major.</summary>
internal static class MajorRules
{
    /// <summary>Objects that a newer server makes by itself.</summary>
    public static bool MayBeMissing(string kind, string identity, int oneMajor, int otherMajor)
    {
        var older = Math.Min(oneMajor, otherMajor);
        return kind switch
        {
            "multirange type" => older < 14,
            "not-null constraint" => older < 18,
            "function" when older < 14 => identity.Contains("multirange", StringComparison.Ordinal),
            // The same extension has other members in another version; dependencies follow how a major builds its objects.
            "extension member" or "initial privileges" or "dependency" or "privileges of system object" => true,
            _ => false,
        };
    }

    /// <summary>Values that mean the same although they are written differently.</summary>
    public static bool AreAlike(string kind, string property, string? expected, string? actual) => (kind, property) switch
    {
        ("extension", "extversion") => true,
        ("collation", "collversion") => true,
        ("schema", "owner") => expected == "pg_database_owner" || actual == "pg_database_owner",
        ("privileges", "granted") => WithoutMaintain(expected) == WithoutMaintain(actual),
        _ => false,
    };

    // MAINTAIN came with 17: an owner has it without having been given it.
    private static string? WithoutMaintain(string? privileges) => privileges is null
        ? null
        : string.Join(", ", privileges.Split(", ").Where(p => p.TrimEnd('*') != "MAINTAIN"));
}
