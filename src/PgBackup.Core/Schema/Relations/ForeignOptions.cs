using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes the options for a foreign data wrapper: of a foreign table, of its columns.</summary>
internal static class ForeignOptions
{
    /// <summary>Writes <c>OPTIONS (name 'value', …)</c> from the catalog's <c>name=value</c>.</summary>
    public static string Clause(IEnumerable<string> options) => $"OPTIONS ({string.Join(", ", options.Select(Option))})";

    private static string Option(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        return $"{Sql.Identifier(option[..equals])} {Sql.Literal(option[(equals + 1)..])}";
    }
}
