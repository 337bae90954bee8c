using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes <c>pg_class.reloptions</c>: the storage parameters of tables and indexes, the options of views.</summary>
internal static class RelationOptions
{
    /// <summary>Writes <c> WITH (name=value, …)</c>, or nothing where there are no options.</summary>
    public static string WithClause(IReadOnlyCollection<string> options) => options.Count == 0 ? "" : $" WITH ({List(options)})";

    /// <summary>Writes the options, separated by commas, each name behind <paramref name="prefix"/> (<c>toast.</c>).</summary>
    public static string List(IEnumerable<string> options, string prefix = "") =>
        string.Join(", ", options.Select(option => prefix + Option(option)));

    private static string Option(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var name = Sql.Identifier(equals < 0 ? option : option[..equals]);
        var value = equals < 0 ? "" : option[(equals + 1)..];
        return $"{name}={(Sql.Identifier(value) == value ? value : Sql.Literal(value))}";
    }
}
