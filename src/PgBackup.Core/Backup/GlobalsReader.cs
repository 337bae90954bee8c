using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Reads what a backup holds beside the database's objects: the server's roles and the database's own properties.</summary>
internal sealed class GlobalsReader(CatalogQuery query, ServerInfo server, BackupSettings settings, List<string> warnings)
{
    /// <summary>Reads the roles.</summary>
    /// <returns>Their entries, and what of them is there: without passwords where these may not be read and need not be.</returns>
    /// <exception cref="PgBackupException"><c>permission_denied</c>: passwords are asked for and cannot be read.</exception>
    public async Task<(IReadOnlyList<EntryDraft> Entries, BackupRoles Roles)> ReadRolesAsync(CancellationToken cancellationToken)
    {
        var wanted = settings.Roles;
        if (wanted == BackupRoles.None)
            return ([], wanted);
        if (wanted == BackupRoles.WithPasswords
            && !await ServerRolesReader.MayReadPasswordsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (!settings.SkipUnreadable)
                throw PasswordsUnreadable(server.Role);
            wanted = BackupRoles.WithoutPasswords;
            warnings.Add($"The passwords of roles are left out: role {Sql.Identifier(server.Role)} may not read pg_authid.");
        }

        var roles = await ServerRolesReader.ReadAsync(query, wanted == BackupRoles.WithPasswords, cancellationToken).ConfigureAwait(false);
        if (roles.Roles.Count(r => r.Password is not null) is > 0 and var passwords)
        {
            warnings.Add($"The artifact holds the stored passwords of {passwords} role{(passwords == 1 ? "" : "s")}: "
                + "let nobody read it who may not read pg_authid on the server.");
        }

        return (RoleEntries.Build(roles), wanted);
    }

    /// <summary>Reads the database's properties.</summary>
    /// <returns>Their entries, if any are asked for, and what the manifest says of every database.</returns>
    public async Task<(IReadOnlyList<EntryDraft> Entries, BackupDatabase Facts)> ReadDatabaseAsync(CancellationToken cancellationToken)
    {
        var properties = await DatabasePropertiesReader.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        if (!settings.DatabaseProperties)
            return ([], properties.Facts);
        if (!properties.AllowsConnections)
        {
            warnings.Add($"Database {Sql.Identifier(properties.Name)} allows no new connections. No session can set that for its own "
                + "database: after a restore, ALTER DATABASE … ALLOW_CONNECTIONS false from another one.");
        }

        return (DatabaseEntries.Build(properties), properties.Facts);
    }

    private static PgBackupException PasswordsUnreadable(string role) => new(
        PgBackupErrorCodes.PermissionDenied,
        $"Role {Sql.Identifier(role)} may not read the passwords of roles, which superusers alone may by default. Back up as a "
        + $"superuser, let one GRANT SELECT ON pg_catalog.pg_authid TO {Sql.Identifier(role)}, or back up roles WithoutPasswords.")
    {
        ObjectName = "pg_catalog.pg_authid",
    };
}
