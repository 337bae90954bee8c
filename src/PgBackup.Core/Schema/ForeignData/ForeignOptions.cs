using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The <c>OPTIONS</c> of foreign-data wrappers, servers, user mappings, foreign tables and their columns.</summary>
internal static class ForeignOptions
{
    /// <summary>Gets <c> OPTIONS (name 'value', …)</c> with a space in front, or nothing.</summary>
    /// <param name="options">The options as the catalogs keep them: <c>name=value</c>.</param>
    public static string Clause(IReadOnlyCollection<string> options) => options.Count == 0 ? "" : $" OPTIONS ({string.Join(", ", options.Select(Write))})";

    private static string Write(string option)
    {
        // A name cannot hold an equals sign: the server refuses it.
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? $"{Sql.Identifier(option)} ''"
            : $"{Sql.Identifier(option[..equals])} {Sql.Literal(option[(equals + 1)..])}";
    }
}
