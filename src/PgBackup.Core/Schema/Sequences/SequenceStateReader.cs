using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads where sequences stand. Sequences follow no snapshot: what is read is never behind the rows that were.</summary>
internal static class SequenceStateReader
{
    // Each sequence is a table of its own to the planner, so statements are kept to some hundred of them.
    private const int BatchSize = 500;

    /// <summary>Reads the states, in the order of <paramref name="sequences"/>.</summary>
    /// <exception cref="PgBackupException">The role may not read some of them (<c>permission_denied</c>).</exception>
    public static async Task<IReadOnlyList<(Sequence Sequence, SequenceState State)>> ReadAsync(
        CatalogQuery query, IReadOnlyList<Sequence> sequences, CancellationToken cancellationToken)
    {
        var states = new Dictionary<uint, SequenceState>(sequences.Count);
        foreach (var batch in sequences.Chunk(BatchSize))
        {
            var denied = await FindUnreadableAsync(query, batch, cancellationToken).ConfigureAwait(false);
            if (denied.Count > 0)
                throw Denied(denied[0]);
            // Each query locks its sequences; the savepoint lets them go, lest thousands fill the server's lock table.
            await query.ExecuteAsync("SAVEPOINT pgbackup_sequences", cancellationToken).ConfigureAwait(false);
            await query.ForEachAsync(
                Query(batch),
                row => states.Add(row.Oid("oid"), new SequenceState(row.Long("last_value"), row.Bool("is_called"))),
                cancellationToken).ConfigureAwait(false);
            await query.ExecuteAsync("ROLLBACK TO SAVEPOINT pgbackup_sequences", cancellationToken).ConfigureAwait(false);
        }

        return [.. sequences.Select(s => (s, states[s.Address.ObjectId]))];
    }

    /// <summary>Finds the sequences that the role may not read.</summary>
    public static async Task<IReadOnlyList<Sequence>> FindUnreadableAsync(
        CatalogQuery query, IReadOnlyCollection<Sequence> sequences, CancellationToken cancellationToken)
    {
        var denied = new HashSet<uint>();
        await query.ForEachAsync(
            $"""
            SELECT c.oid
            FROM pg_catalog.pg_class c
            WHERE c.oid = ANY ('{OidArray(sequences)}'::pg_catalog.oid[])
              AND CASE WHEN c.relkind = 'S' THEN NOT pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
                                              OR NOT pg_catalog.has_sequence_privilege(c.oid, 'SELECT') END
            """,
            row => denied.Add(row.Oid("oid")),
            cancellationToken).ConfigureAwait(false);
        return [.. sequences.Where(s => denied.Contains(s.Address.ObjectId))];
    }

    private static string OidArray(IEnumerable<Sequence> sequences) =>
        $"{{{string.Join(',', sequences.Select(s => s.Address.ObjectId.ToString(CultureInfo.InvariantCulture)))}}}";

    private static string Query(IEnumerable<Sequence> sequences)
    {
        var sql = new StringBuilder();
        foreach (var sequence in sequences)
        {
            sql.Append(sql.Length == 0 ? "" : "\nUNION ALL ").Append(
                CultureInfo.InvariantCulture,
                $"SELECT {sequence.Address.ObjectId}::pg_catalog.oid AS oid, last_value, is_called FROM {sequence.QualifiedName}");
        }

        return sql.ToString();
    }

    private static PgBackupException Denied(Sequence sequence) => new(
        PgBackupErrorCodes.PermissionDenied,
        $"sequence {sequence.QualifiedName}: the role may not read it, so its position would be missing; "
            + $"GRANT USAGE ON SCHEMA {Sql.Identifier(sequence.Schema!)} and "
            + $"GRANT SELECT ON SEQUENCE {sequence.QualifiedName} to it.")
    {
        ObjectName = sequence.QualifiedName,
    };
}
