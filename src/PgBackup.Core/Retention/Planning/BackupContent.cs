namespace PgBackup.Retention;

/// <summary>How much of a database a backup holds, as far as one backup can stand for another.</summary>
internal readonly record struct BackupContent(string Selection, BackupRoles Roles, bool DatabaseProperties)
{
    public static BackupContent Of(BackupInfo backup) => new(string.Join('\n', backup.Selection), backup.Roles, backup.DatabaseProperties);

    /// <summary>Tells whether a backup of this content has all that one of the other has: a whole backup covers every part, a part only
    /// one that was chosen in the same words.</summary>
    public bool Covers(BackupContent other) =>
        (Selection.Length == 0 || Selection == other.Selection)
        && Roles >= other.Roles
        && (DatabaseProperties || !other.DatabaseProperties);
}
