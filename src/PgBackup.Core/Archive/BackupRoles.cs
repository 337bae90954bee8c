namespace PgBackup;

/// <summary>What a backup holds of the server's roles.</summary>
public enum BackupRoles
{
    /// <summary>Nothing: roles belong to the server, not to the database.</summary>
    None,

    /// <summary>The roles with their attributes, settings, comments, security labels and memberships, as
    /// <c>pg_dumpall --roles-only --no-role-passwords</c> has them.</summary>
    WithoutPasswords,

    /// <summary>The same with the passwords, as the server stores them: hashes, which let in who finds the word that fits.
    /// The backup's role must be allowed to read <c>pg_authid</c>, as superusers are.</summary>
    WithPasswords,
}
