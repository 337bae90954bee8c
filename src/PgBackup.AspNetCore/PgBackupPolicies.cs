namespace PgBackup.AspNetCore;

/// <summary>The names by which PgBackup and its host agree on who may do what.</summary>
public static class PgBackupPolicies
{
    /// <summary>The authorization policy of every endpoint. A host that registers none of this name gets one that asks for an authenticated
    /// user in the role <see cref="AdministratorRole"/>.</summary>
    public const string Administrator = "PgBackup.Administrator";

    /// <summary>The role that <see cref="Administrator"/> asks for, unless the host says otherwise.</summary>
    public const string AdministratorRole = "admin";
}
