using Npgsql;

namespace PgBackup.Schema;

/// <summary>Tells that others changed or dropped an object while its definition was read. Tables are locked against that, functions and
/// types cannot be.</summary>
internal static class ChangedDefinition
{
    /// <summary>Whether the server says that it does not find what the snapshot shows.</summary>
    public static bool IsMeantBy(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName => true,
        PostgresErrorCodes.InternalError => exception.MessageText.StartsWith("cache lookup failed", StringComparison.Ordinal)
            || exception.MessageText.StartsWith("could not ", StringComparison.Ordinal),
        _ => false,
    };

    public static PgBackupException Exception(PostgresException? cause) => new(
        PgBackupErrorCodes.SchemaChanged,
        "Others changed or dropped an object while its definition was read"
        + (cause is null ? "" : $": {cause.MessageText} ({cause.SqlState})") + ". Try again when no migration is running.",
        cause);
}
