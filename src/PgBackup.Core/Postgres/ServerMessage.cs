using Npgsql;

namespace PgBackup.Postgres;

/// <summary>What may be repeated of a server's error.</summary>
internal static class ServerMessage
{
    /// <summary>Tells whether the text quotes a value, as that of all "Data Exceptions" (class 22) does: rows belong into no message or
    /// log.</summary>
    public static bool QuotesValues(PostgresException exception) => exception.SqlState.StartsWith("22", StringComparison.Ordinal);

    /// <summary>Gets the server's words, or words without the value that they quote.</summary>
    public static string Of(PostgresException exception) =>
        QuotesValues(exception) ? $"a value is not valid where it would go{Place(exception)}" : exception.MessageText;

    /// <summary>Gets the exception to keep inside another one; none where its text quotes values.</summary>
    public static PostgresException? Inner(PostgresException exception) => QuotesValues(exception) ? null : exception;

    private static string Place(PostgresException exception) =>
        exception.ColumnName is { } column ? $", column {Sql.Identifier(column)}" : "";
}
