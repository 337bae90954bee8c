using System.Collections.Frozen;

namespace PgBackup.AspNetCore.Errors;

/// <summary>The status and title of each error code.</summary>
/// <remarks>401 and 403 are about who asks, never about the rights of the database's role. 409: the database, the store or another
/// operation is not in the state for it. 422: what is asked for does not fit the backup, the database or the server. 502 and 503: what the
/// host stands on failed.</remarks>
internal static class ErrorTable
{
    private static readonly FrozenDictionary<string, ErrorKind> Kinds = new Dictionary<string, ErrorKind>(StringComparer.Ordinal)
    {
        [PgBackupErrorCodes.ArtifactCorrupt] = new(422, "The backup is damaged."),
        [PgBackupErrorCodes.BackupInUse] = new(409, "The backup is in use."),
        [PgBackupErrorCodes.BackupNotFound] = new(404, "There is no such backup."),
        [PgBackupErrorCodes.ConnectionFailed] = new(503, "The database server cannot be reached."),
        [PgBackupErrorCodes.DatabaseExists] = new(409, "The database exists."),
        [PgBackupErrorCodes.DatabaseInUse] = new(409, "The database is in use."),
        [PgBackupErrorCodes.DependencyNotFound] = new(422, "Something that is needed is missing."),
        [PgBackupErrorCodes.DependentsExist] = new(409, "Something depends on what would be dropped."),
        [PgBackupErrorCodes.DiskFull] = new(507, "The disk is full."),
        [PgBackupErrorCodes.FilterInvalid] = new(400, "A condition is invalid.", "where"),
        [PgBackupErrorCodes.FormatNotFound] = new(400, "There is no such format.", "format"),
        [PgBackupErrorCodes.HistoryFailed] = new(503, "The history cannot be written."),
        [PgBackupErrorCodes.IncompatibleColumns] = new(409, "A table does not take the rows."),
        [PgBackupErrorCodes.LockTimeout] = new(409, "A table is locked by others."),
        [PgBackupErrorCodes.ManifestCorrupt] = new(422, "The manifest of the backup is damaged."),
        [PgBackupErrorCodes.ManifestNotSupported] = new(422, "A newer PgBackup made the backup."),
        [PgBackupErrorCodes.NotificationFailed] = new(502, "A notifier failed."),
        [PgBackupErrorCodes.NotInBackup] = new(422, "The backup does not hold it."),
        [PgBackupErrorCodes.PermissionDenied] = new(422, "The role of the database lacks a right."),
        [PgBackupErrorCodes.RelationNotFound] = new(422, "There is no such table."),
        [PgBackupErrorCodes.RestoreFailed] = new(422, "The server refused the restore."),
        [PgBackupErrorCodes.RestoreUnfinished] = new(409, "An earlier restore was cut short."),
        [PgBackupErrorCodes.RoleNotFound] = new(422, "There is no such role."),
        [PgBackupErrorCodes.ScheduleExists] = new(409, "There is a schedule of that id."),
        [PgBackupErrorCodes.ScheduleNotFound] = new(404, "There is no such schedule."),
        [PgBackupErrorCodes.ScheduleTimeout] = new(422, "The run took too long."),
        [PgBackupErrorCodes.SchemaChanged] = new(409, "Definitions keep changing."),
        [PgBackupErrorCodes.ServerFailed] = new(502, "The database server ended the work."),
        [PgBackupErrorCodes.ServerNotSupported] = new(422, "The server does not take it."),
        [PgBackupErrorCodes.StoreFailed] = new(502, "The store of backups failed."),
        [PgBackupErrorCodes.TargetNotEmpty] = new(409, "The database is not empty."),
        [PgBackupErrorCodes.VerificationFailed] = new(422, "The backup is not good."),

        [ApiErrorCodes.CrossSiteRequest] = new(403, "Another site asked for it."),
        [ApiErrorCodes.Forbidden] = new(403, "Only administrators may do this."),
        [ApiErrorCodes.InternalError] = new(500, "Something went wrong."),
        [ApiErrorCodes.InvalidRequest] = new(400, "The request is not valid."),
        [ApiErrorCodes.OperationCancelled] = new(409, "The operation was cancelled."),
        [ApiErrorCodes.OperationNotFound] = new(404, "There is no such operation."),
        [ApiErrorCodes.RequestTooLarge] = new(413, "The body is too large."),
        [ApiErrorCodes.RestoreInProgress] = new(409, "A restore into this database is running."),
        [ApiErrorCodes.ShuttingDown] = new(503, "The host is shutting down."),
        [ApiErrorCodes.TooManyOperations] = new(429, "Too much is running."),
        [ApiErrorCodes.Unauthenticated] = new(401, "Who asks is not known."),
        [ApiErrorCodes.UnsupportedMediaType] = new(415, "The body is not JSON."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Codes => Kinds.Keys;

    /// <summary>Tells what a code means over HTTP; one that a newer library has and this package does not know is the host's
    /// failure.</summary>
    public static ErrorKind Find(string code) => Kinds.TryGetValue(code, out var kind) ? kind : Kinds[ApiErrorCodes.InternalError];
}
