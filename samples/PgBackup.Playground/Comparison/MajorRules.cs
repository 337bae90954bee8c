using System.Text.RegularExpressions;

namespace PgBackup.Playground.Comparison;

/// <summary>What legitimately differs when a database was restored on a server of another major.</summary>
internal static partial class MajorRules
{
    /// <summary>Objects that a newer server makes by itself.</summary>
    public static bool MayBeMissing(string kind, string identity, int oneMajor, int otherMajor)
    {
        var older = Math.Min(oneMajor, otherMajor);
        return kind switch
        {
            "multirange type" => older < 14,
            "not-null constraint" => older < 18,
            "function" or "privileges" or "cast" when older < 14 =>
                identity.Contains("multirange", StringComparison.Ordinal),
            // Named by the server, not by us; the constraint that they belong to is compared.
            "foreign key of partition" or "foreign key to partition" => true,
            // The same extension has other members in another version; dependencies follow how a major builds its objects.
            "extension member" or "privileges on member" or "initial privileges" or "privileges of system object" => true,
            "dependency" => true,
            _ => false,
        };
    }

    /// <summary>Values that mean the same although they are written differently.</summary>
    public static bool AreAlike(string kind, string property, string? expected, string? actual) => (kind, property) switch
    {
        ("extension", "extversion" or "extconfig") => true,
        ("initial privileges" or "privileges of system object" or "privileges on member" or "dependency", _) => true,
        // Where the locale of ICU stands moved with 15 and with 17.
        ("collation", "collversion" or "collcollate" or "collctype") => expected is null || actual is null || property == "collversion",
        ("schema", "owner") => expected == "pg_database_owner" || actual == "pg_database_owner",
        ("privileges" or "default privileges", "granted") => WithoutMaintain(expected) == WithoutMaintain(actual),
        ("constraint" or "foreign key of partition" or "foreign key to partition", "internal triggers") => true,
        _ => expected is not null && actual is not null && Unqualified(expected) == Unqualified(actual),
    };

    // MAINTAIN came with 17: an owner has it without having been given it.
    private static string? WithoutMaintain(string? privileges) => privileges is null
        ? null
        : string.Join(", ", privileges.Split(", ").Where(p => p.TrimEnd('*') != "MAINTAIN"));

    // From 16 on a definition names a column without its table where no other could be meant; from 14 on it writes IN.
    private static string Unqualified(string definition) => InArgument().Replace(Qualifier().Replace(definition, ""), "");

    [GeneratedRegex("""(?:"(?:[^"]|"")+"|\b[a-z_][\w$]*)\.""")]
    private static partial Regex Qualifier();

    [GeneratedRegex(@"(?<=^|\(|, )IN ")]
    private static partial Regex InArgument();
}
