namespace PgBackup;

/// <summary>The codes of <see cref="PgBackupException"/>. Their meaning never changes.</summary>
public static class PgBackupErrorCodes
{
    /// <summary>The artifact is missing, truncated, or differs from its checksums. Copy it again, or use another backup.</summary>
    public const string ArtifactCorrupt = "artifact_corrupt";

    /// <summary>A backup that retention was to delete is being read, or was pinned since the plan was made. It stays.</summary>
    public const string BackupInUse = "backup_in_use";

    /// <summary>The store has no backup of that id.</summary>
    public const string BackupNotFound = "backup_not_found";

    /// <summary>The server cannot be reached, or refuses the role or password.</summary>
    public const string ConnectionFailed = "connection_failed";

    /// <summary>A database of the name that a restore is to create exists.</summary>
    public const string DatabaseExists = "database_exists";

    /// <summary>Other sessions are connected to the database that a restore is to replace.</summary>
    public const string DatabaseInUse = "database_in_use";

    /// <summary>What is restored needs an object that is neither restored nor in the target.</summary>
    public const string DependencyNotFound = "dependency_not_found";

    /// <summary>Objects outside the restored set depend on what would be dropped.</summary>
    public const string DependentsExist = "dependents_exist";

    /// <summary>The disk of the store or of the server is full.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>A row filter is not one SQL condition over the table's columns.</summary>
    public const string FilterInvalid = "filter_invalid";

    /// <summary>No format of that name is registered.</summary>
    public const string FormatNotFound = "format_not_found";

    /// <summary>The history could not be written, and the host requires it.</summary>
    public const string HistoryFailed = "history_failed";

    /// <summary>The columns of a table that exists do not fit those of the backup.</summary>
    public const string IncompatibleColumns = "incompatible_columns";

    /// <summary>Another session holds a lock for longer than the lock timeout.</summary>
    public const string LockTimeout = "lock_timeout";

    /// <summary>The manifest cannot be read, or contradicts itself.</summary>
    public const string ManifestCorrupt = "manifest_corrupt";

    /// <summary>The manifest has a version that only a newer library reads. The backup may be perfectly good.</summary>
    public const string ManifestNotSupported = "manifest_not_supported";

    /// <summary>Whoever was to be told of an event could not be. Backups go on all the same.</summary>
    public const string NotificationFailed = "notification_failed";

    /// <summary>The restore asks for roles or for properties of the database, and the backup was made without them.</summary>
    public const string NotInBackup = "not_in_backup";

    /// <summary>The role may not read or change an object.</summary>
    public const string PermissionDenied = "permission_denied";

    /// <summary>A pattern matches nothing in the database or the backup.</summary>
    public const string RelationNotFound = "relation_not_found";

    /// <summary>The server refused a statement of the restore; everything was undone.</summary>
    public const string RestoreFailed = "restore_failed";

    /// <summary>An earlier restore into the database was cut short together with its server, and has left what it had made.</summary>
    public const string RestoreUnfinished = "restore_unfinished";

    /// <summary>A role that the backup names does not exist on the server.</summary>
    public const string RoleNotFound = "role_not_found";

    /// <summary>There is a schedule of that id.</summary>
    public const string ScheduleExists = "schedule_exists";

    /// <summary>There is no schedule of that id.</summary>
    public const string ScheduleNotFound = "schedule_not_found";

    /// <summary>The run of a schedule took longer than its timeout, and was cancelled.</summary>
    public const string ScheduleTimeout = "schedule_timeout";

    /// <summary>Definitions kept changing while the backup prepared to read them.</summary>
    public const string SchemaChanged = "schema_changed";

    /// <summary>The server ended the work: it was shut down, cancelled by others, or hit a limit.</summary>
    public const string ServerFailed = "server_failed";

    /// <summary>The server is older than PostgreSQL 13, or older than the one that the backup was made on.</summary>
    public const string ServerNotSupported = "server_not_supported";

    /// <summary>The store could not be read or written.</summary>
    public const string StoreFailed = "store_failed";

    /// <summary>Objects or rows of the backup exist in the target, and no option says what to do with them.</summary>
    public const string TargetNotEmpty = "target_not_empty";

    /// <summary>A backup that was just made is damaged.</summary>
    public const string VerificationFailed = "verification_failed";
}
