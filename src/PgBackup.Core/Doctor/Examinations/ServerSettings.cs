using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>What the server, its settings and the role's attributes mean for backups.</summary>
internal sealed class ServerSettings : IExamination
{
    // Server 13 and newer.
    private const string Query = """
        SELECT pg_catalog.pg_is_in_recovery() AS standby, r.rolcreatedb AS can_create
        FROM pg_catalog.pg_roles r
        WHERE r.rolname = CURRENT_USER
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var server = database.Server;
        if (server.Version.Major > ServerVersion.NewestMajor)
        {
            database.Add(
                FindingSeverity.Warning,
                "",
                $"PostgreSQL {server.Version} is newer than {ServerVersion.NewestMajor}, the newest that this version of PgBackup knows. "
                + "What is new in it may be left out.",
                "Update PgBackup, and verify backups with a test restore");
        }

        if (server.Encoding == CopyEncoding.None)
        {
            database.Add(
                FindingSeverity.Warning,
                Sql.Identifier(server.Database),
                "The database has no encoding (SQL_ASCII): it may hold text that is not valid in any, and a restore into another "
                + "encoding would refuse it.",
                "Restore into a database with ENCODING 'SQL_ASCII' TEMPLATE template0");
        }

        var roles = await database
            .QueryAsync(Query, row => (IsStandby: row.Bool("standby"), CanCreate: row.Bool("can_create")), cancellationToken)
            .ConfigureAwait(false);
        if (roles.Count == 0)
            return;
        if (roles[0].IsStandby)
        {
            database.Add(
                FindingSeverity.Warning,
                "",
                "The server is a standby: what it replays may cancel a long backup, and it can neither be restored into nor keep a "
                + "history.",
                "Set hot_standby_feedback = on or raise max_standby_streaming_delay on the standby, and History to Disabled");
        }
        else if (!roles[0].CanCreate && !server.IsSuperuser)
        {
            database.Add(
                FindingSeverity.Info,
                database.Role,
                $"Role {database.Role} may not create databases, so it can do no test restore.",
                $"ALTER ROLE {database.Role} CREATEDB");
        }
    }
}
