using Npgsql;

namespace PgBackup;

/// <summary>A backup, restore or other operation could not be done.</summary>
/// <param name="code">One of <see cref="PgBackupErrorCodes"/>.</param>
/// <param name="message">Which object, what happened, and what to do.</param>
/// <param name="innerException">What the server, the store or the codec said.</param>
public class PgBackupException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets the stable code of this failure, one of <see cref="PgBackupErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>Gets a value indicating whether the same call may succeed when it is made again.</summary>
    public virtual bool IsTransient => InnerException is NpgsqlException { IsTransient: true };

    /// <summary>Gets the backup that was worked on, if it is known.</summary>
    public string? BackupId { get; init; }

    /// <summary>Gets the object that the failure is about, quoted as in SQL, if there is one.</summary>
    public string? ObjectName { get; init; }
}
