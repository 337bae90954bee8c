using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Sequences whose position the role may not read.</summary>
internal sealed class UnreadableSequences : IExamination
{
    // Server 13 and newer. Those of extensions come back with their extension.
    private const string Query = """
        SELECT n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgbackup')
          AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT'))
          AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var sequences = await database
            .QueryAsync(Query, row => (Schema: row.Text("schema"), Name: row.Text("name")), cancellationToken).ConfigureAwait(false);
        foreach (var schema in sequences.GroupBy(s => s.Schema))
        {
            var quoted = Sql.Identifier(schema.Key);
            var names = schema.Select(s => Sql.Qualified(s.Schema, s.Name)).ToList();
            database.Add(
                FindingSeverity.Error,
                names.Count == 1 ? names[0] : quoted,
                $"Role {database.Role} may not read where {ExaminedDatabase.NameAll(names)} stand{(names.Count == 1 ? "s" : "")}.",
                $"GRANT USAGE ON SCHEMA {quoted} TO {database.Role}; "
                + (names.Count == 1
                    ? $"GRANT SELECT ON SEQUENCE {names[0]} TO {database.Role}"
                    : $"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {quoted} TO {database.Role}"));
        }
    }
}
