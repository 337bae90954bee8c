using System.Net.Sockets;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Says why there is no connection.</summary>
internal static class ConnectionFailure
{
    /// <summary>Tells whether an exception means that there is no connection.</summary>
    public static bool Is(Exception exception) => exception is NpgsqlException or SocketException or TimeoutException;

    /// <summary>Explains what <see cref="Is"/> a failure.</summary>
    /// <param name="exception">What came of opening the connection.</param>
    /// <param name="connectionString">Where to, without its password.</param>
    public static PgBackupException Explain(Exception exception, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (exception is PostgresException refused)
        {
            var database = settings.Database ?? settings.Username ?? "";
            return new PgBackupException(
                PgBackupErrorCodes.ConnectionFailed,
                $"The server refused the connection to database '{database}': {refused.MessageText} ({refused.SqlState}). "
                + $"{Remedy(refused.SqlState)}",
                refused);
        }

        return new PgBackupException(
            PgBackupErrorCodes.ConnectionFailed,
            $"No connection to the server at {settings.Host}:{settings.Port}: {exception.InnerException?.Message ?? exception.Message}. "
            + "Check that it runs, and the host and port of the connection string, and try again.",
            exception);
    }

    private static string Remedy(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Check the user name and password of the connection string, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "Check the database name of the connection string, or create the database.",
        PostgresErrorCodes.TooManyConnections => "Lower the number of jobs, or raise max_connections.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            "Try again when the server has started.",
        _ => "Check the connection string.",
    };
}
