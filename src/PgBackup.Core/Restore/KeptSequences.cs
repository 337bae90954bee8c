using System.Globalization;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Moves sequences that stay: never behind where they stand, unless rows are replaced, and past the rows that were
/// restored.</summary>
internal sealed class KeptSequences(NpgsqlConnection connection, InternalPlan plan, RestoreSettings settings, StatementExecutor executor)
{
    private readonly HashSet<Sequence> _prepared = [];
    private readonly HashSet<Sequence> _set = [];

    /// <summary>Gives a sequence the backup's position, or leaves it where it is when that is further.</summary>
    public async Task SetAsync(Sequence sequence, string statement, CancellationToken cancellationToken)
    {
        var what = sequence.Identity;
        await PrepareAsync(sequence, cancellationToken).ConfigureAwait(false);
        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        var before = await ReadAsync(sequence, cancellationToken).ConfigureAwait(false);
        await executor.AddAsync(statement, what, cancellationToken).ConfigureAwait(false);
        _set.Add(sequence);
        if (settings.ExistingRows == ExistingRowsAction.Replace)
            return;
        var (value, isCalled) = (Text(before.LastValue), before.IsCalled ? "true" : "false");
        await executor.AddAsync(
            $"SELECT pg_catalog.setval({Sql.Literal(sequence.QualifiedName)}, {value}, {isCalled}) FROM {sequence.QualifiedName} s "
            + $"WHERE s.last_value {Behind(sequence)} {value} OR (s.last_value = {value} AND {isCalled})",
            what,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves the sequences of loaded tables past the rows, wherever these came from.</summary>
    public async Task PassRowsAsync(CancellationToken cancellationToken)
    {
        var loaded = new HashSet<SchemaObject>();
        foreach (var table in plan.KeptTables)
        {
            // A partition's rows get their numbers from the sequences of the partitioned table.
            for (var next = table; loaded.Add(next) && next.IsPartition && next.Parents is [var parent];)
                next = parent;
        }

        var sequences = plan.Target.Catalog.Objects.OfType<Sequence>();
        foreach (var sequence in sequences.Where(s => s.OwningRelation is { } owner && loaded.Contains(owner)))
        {
            var isExact = settings.ExistingRows == ExistingRowsAction.Replace && _set.Contains(sequence);
            if (!isExact && sequence.OwningColumn is { Type: "smallint" or "integer" or "bigint" } column)
                await PassRowsAsync(sequence, Sql.Identifier(column.Name), cancellationToken).ConfigureAwait(false);
        }

        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PassRowsAsync(Sequence sequence, string column, CancellationToken cancellationToken)
    {
        var last = sequence.Increment > 0 ? "max" : "min";
        await PrepareAsync(sequence, cancellationToken).ConfigureAwait(false);
        await executor.AddAsync(
            $"SELECT pg_catalog.setval({Sql.Literal(sequence.QualifiedName)}, r.last, true) "
            + $"FROM {sequence.QualifiedName} s, "
            + $"(SELECT pg_catalog.{last}({column})::bigint AS last FROM {((Relation)sequence.OwningRelation!).QualifiedName}) r "
            + $"WHERE (s.last_value {Behind(sequence)} r.last OR (s.last_value = r.last AND NOT s.is_called)) "
            + $"AND r.last BETWEEN {Text(sequence.Minimum)} AND {Text(sequence.Maximum)}",
            sequence.Identity,
            cancellationToken).ConfigureAwait(false);
    }

    // setval outlives a rollback, but not on storage that is new: any ALTER SEQUENCE gives the sequence that, keeps others from it
    // until the end of the transaction, and leaves its position alone.
    private async Task PrepareAsync(Sequence sequence, CancellationToken cancellationToken)
    {
        if (_prepared.Add(sequence))
            await executor.AddAsync(
                $"ALTER SEQUENCE {sequence.QualifiedName} INCREMENT BY {Text(sequence.Increment)}",
                sequence.Identity,
                cancellationToken).ConfigureAwait(false);
    }

    private async Task<SequenceState> ReadAsync(Sequence sequence, CancellationToken cancellationToken)
    {
        var states = await connection.ReadAsync(
            $"SELECT last_value, is_called FROM {sequence.QualifiedName}",
            row => new SequenceState(row.GetInt64(0), row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        return states[0];
    }

    private static string Behind(Sequence sequence) => sequence.Increment > 0 ? "<" : ">";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
