namespace PgBackup.Restore;

/// <summary>Changes the statement that adds a foreign key.</summary>
internal static class ForeignKeyText
{
    private const string Suffix = " NOT VALID";

    /// <summary>Lets existing rows go unproven.</summary>
    public static string NotValid(string statement) =>
        statement.EndsWith(Suffix, StringComparison.Ordinal) || statement.EndsWith(" NOT ENFORCED", StringComparison.Ordinal)
            ? statement
            : statement + Suffix;
}
