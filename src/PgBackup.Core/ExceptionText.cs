namespace PgBackup;

/// <summary>What logs, events and the history may tell of an exception.</summary>
internal static class ExceptionText
{
    /// <summary>The library's own words, which hold no secrets and no rows; of any other exception only the type.</summary>
    public static string Of(Exception exception) =>
        exception is PgBackupException ? exception.Message : exception.GetType().FullName!;
}
