namespace PgBackup;

/// <summary>Backs up and restores one PostgreSQL database.</summary>
/// <remarks>Registered as a singleton by <c>AddPgBackup()</c>; safe for concurrent use. Every call opens its own connections and
/// closes them before it ends. Cancellation surfaces as <see cref="OperationCanceledException"/>; what had been begun is undone. What
/// needs a database where none is configured throws <see cref="InvalidOperationException"/>. Where the history is required
/// (<see cref="HistoryMode.Required"/>) and cannot be written, an operation is not begun: <c>history_failed</c>.</remarks>
public interface IDatabaseBackup
{
    /// <summary>Backs up the database, or the part of it that <paramref name="options"/> select.</summary>
    /// <param name="options">What to back up and how; the defaults of <see cref="BackupOptions"/> when null.</param>
    /// <param name="progress">Told about bytes, rows and tables, a few times a second at most.</param>
    /// <param name="cancellationToken">Stops the backup; nothing half-written is listed afterwards.</param>
    /// <returns>The finished backup.</returns>
    /// <exception cref="ArgumentException">An option is malformed, or two of them contradict each other.</exception>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>: a pattern matches nothing. <c>format_not_found</c>: no such format.
    /// <c>permission_denied</c>: the role may not read an object. <c>connection_failed</c>: the server refuses or is not there.
    /// <c>store_failed</c>: the artifact cannot be written.</exception>
    Task<BackupInfo> CreateBackupAsync(
        BackupOptions? options = null, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Restores a backup, in full or in part, all or nothing.</summary>
    /// <param name="backupId">The id that <see cref="CreateBackupAsync"/> returned.</param>
    /// <param name="options">What to restore and how; the defaults of <see cref="RestoreOptions"/> when null.</param>
    /// <param name="progress">Told about bytes, rows and tables, a few times a second at most.</param>
    /// <param name="cancellationToken">Stops the restore; the database is left as it was.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id, or an option is malformed.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>artifact_corrupt</c>, <c>target_not_empty</c>,
    /// <c>dependents_exist</c>, <c>relation_not_found</c>, <c>restore_failed</c> and others; the database is as it was.</exception>
    Task<RestoreResult> RestoreBackupAsync(
        string backupId, RestoreOptions? options = null, IProgress<RestoreProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>Tells what <see cref="RestoreBackupAsync"/> would do with the same options, and changes nothing.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="options">What to restore and how; the defaults of <see cref="RestoreOptions"/> when null.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <returns>The steps, and the conflicts that would make the restore refuse.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id, or an option is malformed.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>manifest_corrupt</c>, <c>manifest_not_supported</c>,
    /// <c>relation_not_found</c>, <c>connection_failed</c>.</exception>
    Task<RestorePlan> PlanRestoreAsync(string backupId, RestoreOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a backup once more, in another format or with another compression. Needs no server.</summary>
    /// <param name="backupId">The backup's id. It stays as it is.</param>
    /// <param name="options">The format, the compression, or both.</param>
    /// <param name="progress">Told about bytes, rows and tables, a few times a second at most.</param>
    /// <param name="cancellationToken">Stops the conversion; nothing half-written is listed afterwards.</param>
    /// <returns>The new backup, with an id of its own and the time of the original; it restores to the same database.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id, or an option is malformed.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>manifest_corrupt</c>, <c>manifest_not_supported</c>,
    /// <c>artifact_corrupt</c>, <c>format_not_found</c>, <c>store_failed</c>.</exception>
    Task<BackupInfo> ConvertAsync(
        string backupId, ConvertOptions options, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Checks that a backup is good.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="level">How deep to look.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <returns>What was checked and what is wrong. A damaged backup is a result, not an exception.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>: there is no such backup. <c>manifest_not_supported</c>: a newer
    /// library made it.</exception>
    Task<VerificationReport> VerifyBackupAsync(
        string backupId, VerificationLevel level = default, CancellationToken cancellationToken = default);

    /// <summary>Lists the backups of the store, newest first.</summary>
    /// <param name="filter">Which ones; all when null.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The backups whose manifest is there and can be read; the log tells which are left out, and why.</returns>
    /// <exception cref="ArgumentException">The limit is not more than zero.</exception>
    /// <exception cref="PgBackupException"><c>store_failed</c>: the store cannot be read.</exception>
    Task<IReadOnlyList<BackupInfo>> ListBackupsAsync(BackupFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Finds one backup.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The backup, or null when there is none of that id.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>manifest_corrupt</c>, <c>manifest_not_supported</c>, <c>store_failed</c>.</exception>
    Task<BackupInfo?> FindBackupAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Reads what a backup holds: its entries, tables and segments.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>manifest_corrupt</c>, <c>manifest_not_supported</c>.</exception>
    Task<BackupManifest> ReadManifestAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a backup: first it is no longer listed, then its data goes.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops before the next file is deleted.</param>
    /// <returns>True when the backup was there.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>manifest_not_supported</c>: a newer library made it; nothing was deleted.
    /// <c>store_failed</c>: a file cannot be deleted.</exception>
    Task<bool> DeleteBackupAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Keeps a backup from being deleted by retention, until it is unpinned.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>True when it was not pinned before.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>store_failed</c>.</exception>
    Task<bool> PinBackupAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Takes back <see cref="PinBackupAsync"/>.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>True when it was pinned.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>, <c>store_failed</c>.</exception>
    Task<bool> UnpinBackupAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Tells what a retention policy would delete and keep, and why; changes nothing.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="options">Which backups they are for; all of the database when null.</param>
    /// <param name="cancellationToken">Stops the planning.</param>
    /// <returns>One decision for each backup.</returns>
    /// <exception cref="ArgumentException">A rule is out of its range, the time zone is not known, or the options name no database where
    /// the store has backups of several and none is configured.</exception>
    /// <exception cref="PgBackupException"><c>store_failed</c>: the store cannot be read. <c>connection_failed</c>: the server cannot be
    /// asked for the database's name.</exception>
    Task<RetentionPlan> PlanRetentionAsync(
        RetentionPolicy policy, RetentionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes what a retention policy does not keep, the oldest first.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="options">Which backups they are for; all of the database when null.</param>
    /// <param name="cancellationToken">Stops before the next backup is deleted.</param>
    /// <returns>The plan, and what was deleted.</returns>
    /// <exception cref="ArgumentException">As <see cref="PlanRetentionAsync"/>; nothing was deleted.</exception>
    /// <exception cref="PgBackupException">As <see cref="PlanRetentionAsync"/>; nothing was deleted.</exception>
    Task<RetentionResult> ApplyRetentionAsync(
        RetentionPolicy policy, RetentionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Opens the artifact for reading, as it is stored.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>A stream that the caller disposes.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>: there is no such backup.</exception>
    Task<Stream> OpenBackupAsync(string backupId, CancellationToken cancellationToken = default);

    /// <summary>Opens a range of the artifact for reading, as it is stored.</summary>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="offset">The first byte to read.</param>
    /// <param name="length">How many bytes to read; to the end when null.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>A stream that the caller disposes. It ends with the artifact, be that before the range does.</returns>
    /// <exception cref="ArgumentException"><paramref name="backupId"/> is not an id, or the range is negative.</exception>
    /// <exception cref="PgBackupException"><c>backup_not_found</c>: there is no such backup.</exception>
    Task<Stream> OpenBackupAsync(string backupId, long offset, long? length, CancellationToken cancellationToken = default);

    /// <summary>Looks for what a backup of this database would miss, and what a restore into it would stumble on.</summary>
    /// <param name="cancellationToken">Stops the examination.</param>
    /// <returns>The findings, each with the GRANT or setting that helps.</returns>
    /// <exception cref="PgBackupException"><c>connection_failed</c>: the server refuses or is not there.</exception>
    Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken = default);

    /// <summary>Tries everything with this database, which it only reads: makes a small backup in each format, lists and verifies it,
    /// restores it into a throw-away database, compares, and removes all that it made, also when something fails or it is
    /// cancelled.</summary>
    /// <param name="options">The formats, and how much; the defaults of <see cref="SelfTestOptions"/> when null.</param>
    /// <param name="progress">Told about each step when it has ended.</param>
    /// <param name="cancellationToken">Stops the test; what it made is removed.</param>
    /// <returns>The steps. What goes wrong is a failed step, not an exception. Without CREATEDB the restores fail, and their message names
    /// the statement that helps.</returns>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    /// <exception cref="PgBackupException"><c>format_not_found</c>: a format is not registered.</exception>
    Task<SelfTestReport> SelfTestAsync(
        SelfTestOptions? options = null, IProgress<SelfTestStep>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Creates or upgrades the library's own <c>pgbackup</c> schema.</summary>
    /// <param name="cancellationToken">Stops the migration; it is one transaction.</param>
    /// <returns>The version of the schema afterwards.</returns>
    /// <exception cref="PgBackupException"><c>permission_denied</c>: the role may not create the schema.</exception>
    Task<int> MigrateAsync(CancellationToken cancellationToken = default);

    /// <summary>Validates foreign keys that an earlier restore with <see cref="RestoreOptions.SkipConstraints"/> left unproven.</summary>
    /// <param name="constraints">What <see cref="RestoreResult.UnvalidatedConstraints"/> named; all <c>NOT VALID</c> foreign keys of the
    /// database when null.</param>
    /// <param name="cancellationToken">Stops before the next constraint.</param>
    /// <returns>The constraints that could not be validated, each with the server's reason; empty when all hold.</returns>
    /// <exception cref="ArgumentException">The list holds a null.</exception>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>: there is no such constraint, and none was tried.
    /// <c>connection_failed</c>, <c>permission_denied</c>, <c>lock_timeout</c>.</exception>
    /// <remarks>PostgreSQL manual, ALTER TABLE, "VALIDATE CONSTRAINT".</remarks>
    Task<IReadOnlyList<ConstraintViolation>> ValidateConstraintsAsync(
        IReadOnlyList<ConstraintName>? constraints = null, CancellationToken cancellationToken = default);
}
