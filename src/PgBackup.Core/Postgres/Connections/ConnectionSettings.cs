using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Reads connection strings, and sets in them what this package needs.</summary>
internal static class ConnectionSettings
{
    private const int CopyBufferSize = 128 * 1024;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is malformed; its text is not repeated, as it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        // The parser's own message quotes what it did not understand.
        var settings = TryParse(connectionString) ?? throw new ArgumentException(
            "The connection string cannot be read. It takes Npgsql's form: 'Host=localhost;Database=app;Username=app;Password=...'.",
            nameof(connectionString));
        return string.IsNullOrEmpty(settings.Host)
            ? throw new ArgumentException("The connection string names no Host.", nameof(connectionString))
            : settings;
    }

    /// <summary>Finds the database that a connection string names; null where it cannot be read, which others complain of.</summary>
    public static string? DatabaseIn(string? connectionString) =>
        string.IsNullOrEmpty(connectionString) || TryParse(connectionString) is not { } settings
            ? null
            : settings.Database ?? settings.Username;

    /// <summary>Sets what long statements need.</summary>
    public static void SetForStatements(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName ??= "PgBackup";
        settings.CommandTimeout = 0;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.IncludeErrorDetail = false;
        settings.MaxAutoPrepare = 0;
        // Errors name the object whose statement failed.
        settings.IncludeFailedBatchedCommand = true;
    }

    /// <summary>Makes settings for copies of a connection string that is made for statements.</summary>
    public static NpgsqlConnectionStringBuilder ForCopying(string connectionString)
    {
        var settings = Parse(connectionString);
        // What was once used asynchronously reads slowly ever after.
        settings.Pooling = false;
        settings.ReadBufferSize = CopyBufferSize;
        return settings;
    }

    private static NpgsqlConnectionStringBuilder? TryParse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}
