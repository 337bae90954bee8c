using System.Buffers;
using Npgsql;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Loads the rows of tables over one connection, straight from the artifact.</summary>
internal sealed class RowLoader(NpgsqlConnection connection, ContentReader content, RestoreProgressReporter progress)
{
    private const string MergeTable = "pgbackup_merged_rows";

    private const string PrimaryKeyQuery = """
        SELECT a.attname::text
        FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, position), pg_catalog.pg_attribute a
        WHERE i.indrelid = $1 AND i.indisprimary AND k.position <= i.indnkeyatts AND a.attrelid = i.indrelid AND a.attnum = k.attnum
        ORDER BY k.position
        """;

    /// <summary>Copies rows into their table, or through the partitioned one that finds their places.</summary>
    /// <param name="table">The table.</param>
    /// <param name="segments">Which of its segments.</param>
    /// <param name="through">The partitioned table; null for the table itself.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public Task LoadAsync(BackupTable table, IEnumerable<int> segments, BackupTableName? through, CancellationToken cancellationToken) =>
        CopyAsync(table, Sql.Qualified(through?.Schema ?? table.Schema, through?.Name ?? table.Name), segments, cancellationToken);

    /// <summary>Puts large objects in place, one segment after another.</summary>
    public async Task LoadLargeObjectsAsync(BackupTable table, IEnumerable<int> segments, CancellationToken cancellationToken)
    {
        await ExecuteAsync(LargeObjectStaging.Create, "large objects", cancellationToken).ConfigureAwait(false);
        foreach (var segment in segments)
        {
            await CopyAsync(table, LargeObjectStaging.TableName, [segment], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(LargeObjectStaging.Load, "large objects", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(LargeObjectStaging.Empty, "large objects", cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(LargeObjectStaging.Drop, "large objects", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds rows, and replaces those whose primary key is there already.</summary>
    public async Task MergeAsync(BackupTable table, Table target, CancellationToken cancellationToken)
    {
        var key = await PrimaryKeyAsync(target, cancellationToken).ConfigureAwait(false);
        var columns = table.Columns.Select(c => c.Name).ToList();
        var list = Sql.Identifiers(columns);
        var what = $"the rows of {target.QualifiedName}";
        await ExecuteAsync(
            $"CREATE TEMPORARY TABLE {MergeTable} AS SELECT {list} FROM {target.QualifiedName} WITH NO DATA",
            what,
            cancellationToken).ConfigureAwait(false);
        await CopyAsync(table, $"pg_temp.{MergeTable}", table.Segments, cancellationToken).ConfigureAwait(false);
        // An identity column that is GENERATED ALWAYS keeps its value: it cannot be updated.
        var updated = columns.Except(key).Where(c => target.Columns.Find(t => t.Name == c)?.Identity != 'a')
            .Select(c => $"{Sql.Identifier(c)} = EXCLUDED.{Sql.Identifier(c)}").ToList();
        var action = updated.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", updated)}";
        await ExecuteAsync(
            $"INSERT INTO {target.QualifiedName} ({list}) OVERRIDING SYSTEM VALUE SELECT {list} FROM pg_temp.{MergeTable} "
            + $"ON CONFLICT ({Sql.Identifiers(key)}) DO {action}",
            what,
            cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"DROP TABLE pg_temp.{MergeTable}", what, cancellationToken).ConfigureAwait(false);
    }

    private Task<List<string>> PrimaryKeyAsync(Table table, CancellationToken cancellationToken) =>
        connection.ReadAsync(PrimaryKeyQuery, row => row.GetString(0), cancellationToken, Parameter.OfOid(table.Address.ObjectId));

    private async Task CopyAsync(BackupTable table, string into, IEnumerable<int> segments, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Count == 0 ? "" : $" ({Sql.Identifiers(table.Columns.Select(c => c.Name))})";
        var copy = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(
            $"COPY {into}{columns} FROM STDIN{CopyEncoding.Clause(table.HasRawText)}", cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var segment in segments)
                await CopySegmentAsync(table, segment, copy.BaseStream, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Without this, disposing would complete the copy with what has come so far.
            await CancelAsync(copy).ConfigureAwait(false);
            throw;
        }

        try
        {
            await copy.DisposeAsync().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw RestoreErrors.Translate(exception, $"the rows of {Sql.Qualified(table.Schema, table.Name)}");
        }
    }

    private static async Task CancelAsync(NpgsqlCopyTextWriter copy)
    {
        try
        {
            await copy.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            // The connection is lost, or the server has failed the copy already: the cause is on its way.
        }
    }

    private async Task CopySegmentAsync(BackupTable table, int segment, Stream copy, CancellationToken cancellationToken)
    {
        var rows = new ArrayBufferWriter<byte>();
        await content.ReadRowsAsync(table, segment, rows, FlushAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask FlushAsync()
        {
            if (rows.WrittenCount == 0)
                return;
            await copy.WriteAsync(rows.WrittenMemory, cancellationToken).ConfigureAwait(false);
            progress.AddBytes(rows.WrittenCount, rows.WrittenSpan.Count((byte)'\n'));
            rows.ResetWrittenCount();
        }
    }

    private async Task ExecuteAsync(string sql, string what, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw RestoreErrors.Translate(exception, what);
        }
    }
}
