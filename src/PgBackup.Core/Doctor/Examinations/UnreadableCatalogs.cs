using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Definitions that hold passwords, which the server shows to few.</summary>
internal sealed class UnreadableCatalogs : IExamination
{
    // Server 13 and newer.
    private const string Subscriptions = """
        SELECT s.subname::text AS name
        FROM pg_catalog.pg_subscription s
        WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
          AND NOT pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')
        ORDER BY s.subname
        """;

    // pg_user_mappings shows options to the mapped user and the server's owner ("pg_user_mappings" in the manual); that a mapping has
    // any is not shown to others, so one without options is listed too.
    private const string UserMappings = """
        SELECT u.srvname::text AS server, u.usename::text AS name
        FROM pg_catalog.pg_user_mappings u
        JOIN pg_catalog.pg_foreign_server s ON s.oid = u.srvid
        WHERE u.umoptions IS NULL
          AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER)
          AND NOT (u.umuser <> 0 AND u.usename = CURRENT_USER
                   AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE')))
          AND NOT (u.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE'))
        ORDER BY u.srvname, u.usename
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var subscriptions = await database
            .QueryAsync(Subscriptions, row => Sql.Identifier(row.Text("name")), cancellationToken).ConfigureAwait(false);
        database.AddAbout(
            FindingSeverity.Warning,
            subscriptions,
            names => $"The server shows subscriptions to superusers alone, so a backup leaves out {names}.",
            _ => "Back up as a superuser, or note the CREATE SUBSCRIPTION statements elsewhere");

        var mappings = await database
            .QueryAsync(
                UserMappings,
                row => $"{Sql.Identifier(row.Text("name"))} on server {Sql.Identifier(row.Text("server"))}",
                cancellationToken).ConfigureAwait(false);
        database.AddAbout(
            FindingSeverity.Warning,
            mappings,
            names => $"The server hides the options of user mappings from role {database.Role}; a backup may lack those of {names}.",
            _ => "Back up as a superuser or as the owner of the foreign server");
    }
}
