namespace PgBackup.Events;

/// <summary>What to do about an error, in one sentence for those who were not there; <c>docs/errors.md</c> has more.</summary>
internal static class ErrorAdvice
{
    /// <summary>Finds the advice for a code; a word on the log where there is no code.</summary>
    public static string For(string? code) => code switch
    {
        PgBackupErrorCodes.ArtifactCorrupt =>
            "Copy the artifact again from where it was good, or use another backup; verifying it tells what is damaged.",
        PgBackupErrorCodes.BackupInUse => "None is needed: the next run looks at it again.",
        PgBackupErrorCodes.BackupNotFound => "List the backups, and check that the host uses the store that the backup was written to.",
        PgBackupErrorCodes.ConnectionFailed =>
            "Check that the server runs and can be reached, and the connection string, role and password.",
        PgBackupErrorCodes.DatabaseExists => "Choose another name, or replace the database.",
        PgBackupErrorCodes.DatabaseInUse => "End the sessions that the message names, or allow the restore to disconnect them.",
        PgBackupErrorCodes.DependencyNotFound => "Create or restore first what the message names; a plan of the restore lists all of it.",
        PgBackupErrorCodes.DependentsExist => "Restore what depends on the tables too, or let the restore make it again.",
        PgBackupErrorCodes.DiskFull => "Free space where the message says, or delete old backups.",
        PgBackupErrorCodes.FilterInvalid => "Correct the condition that the message names.",
        PgBackupErrorCodes.FormatNotFound => "Correct the name of the format, or register it.",
        PgBackupErrorCodes.HistoryFailed => "Follow the message: grant the rights, or apply the scripts of the schema pgbackup.",
        PgBackupErrorCodes.IncompatibleColumns => "Add the columns that the message names, or let the restore drop and create the table.",
        PgBackupErrorCodes.LockTimeout => "Wait for the session that the message names, or end it; otherwise raise the lock timeout.",
        PgBackupErrorCodes.ManifestCorrupt => "Copy the manifest again, or use another backup.",
        PgBackupErrorCodes.ManifestNotSupported => "Update PgBackup: a newer one made the backup.",
        PgBackupErrorCodes.NotInBackup => "Use a backup that was made with roles and properties, or leave them out.",
        PgBackupErrorCodes.NotificationFailed => "Check the address and the credentials of the notifier, and whether its service runs.",
        PgBackupErrorCodes.PermissionDenied => "Grant the right that the message names, or leave the object out.",
        PgBackupErrorCodes.RelationNotFound => "Correct the pattern that the message names, or drop it if the table is gone for good.",
        PgBackupErrorCodes.RestoreFailed => "The database is as it was. Mend what the server complains of, and restore again.",
        PgBackupErrorCodes.RestoreUnfinished => "Drop the database and create it anew, or follow the message.",
        PgBackupErrorCodes.RoleNotFound => "Create the role, map it to another, or have the restore skip missing roles.",
        PgBackupErrorCodes.ScheduleExists => "Choose another id, or change that schedule.",
        PgBackupErrorCodes.ScheduleNotFound => "Correct the id; a list of the schedules shows them.",
        PgBackupErrorCodes.ScheduleTimeout => "Find out what slowed the backup down, or raise the timeout of the schedule.",
        PgBackupErrorCodes.SchemaChanged => "Run it again when no definitions are being changed.",
        PgBackupErrorCodes.ServerFailed => "Look at the log of the server; if it was restarted or the network failed, run it again.",
        PgBackupErrorCodes.ServerNotSupported =>
            "Use a server of PostgreSQL 13 or newer, and restore to the major of the backup or a newer one.",
        PgBackupErrorCodes.StoreFailed => "Check that the store exists and that the application may read and write it.",
        PgBackupErrorCodes.TargetNotEmpty => "Say what is to happen with the tables that are there: drop, append, replace or merge.",
        PgBackupErrorCodes.VerificationFailed =>
            "Do not count on the backup. Make a new one now, and look at the disk and the memory of the machine.",
        _ => "Look at the log of the application.",
    };
}
