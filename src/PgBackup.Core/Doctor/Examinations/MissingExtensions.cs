using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Extensions that this server, or this role, could not create again.</summary>
internal sealed class MissingExtensions : IExamination
{
    // Server 13 and newer, which has trusted extensions. A missing version is no trouble: a restore takes the default one.
    private const string Query = """
        SELECT e.extname::text AS name, a.name IS NULL AS missing,
               COALESCE(pg_catalog.bool_and(v.superuser AND NOT v.trusted), false) AS needs_superuser
        FROM pg_catalog.pg_extension e
        LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
        LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = e.extname AND v.version = a.default_version
        WHERE e.oid >= 16384
        GROUP BY e.extname, a.name
        ORDER BY e.extname
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var extensions = await database
            .QueryAsync(
                Query,
                row => (
                    Name: Sql.Identifier(row.Text("name")),
                    IsMissing: row.Bool("missing"),
                    NeedsSuperuser: row.Bool("needs_superuser")),
                cancellationToken).ConfigureAwait(false);
        foreach (var extension in extensions.Where(e => e.IsMissing))
        {
            database.Add(
                FindingSeverity.Warning,
                extension.Name,
                $"The files of extension {extension.Name} are no longer on the server; a restore here could not create it.",
                "Install the package of the extension on the server");
        }

        if (database.Server.IsSuperuser)
            return;
        database.AddAbout(
            FindingSeverity.Warning,
            [.. extensions.Where(e => e.NeedsSuperuser).Select(e => e.Name)],
            names => $"Only a superuser may create extension {names}, so a restore as role {database.Role} could not.",
            name => $"Let a superuser CREATE EXTENSION {name} in the target first, or restore as a superuser");
    }
}
