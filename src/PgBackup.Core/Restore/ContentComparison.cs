using System.Globalization;
using Npgsql;
using PgBackup.Formats;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Hashes the rows of a restored database and compares them with those of the backup's snapshot.</summary>
internal static class ContentComparison
{
    private const int ReadBufferSize = 256 * 1024;

    /// <summary>Compares all tables whose hashes the backup holds.</summary>
    /// <param name="target">The database that the whole backup was restored into.</param>
    /// <param name="manifest">The backup.</param>
    /// <param name="mayLack">Whether a table may have been left out.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <returns>What differs.</returns>
    public static async Task<List<string>> RunAsync(
        DatabaseConnector target, BackupManifest manifest, bool mayLack, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var connection = await target.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await SessionSettings.ApplyAsync(connection, server.Version, lockTimeout: null, reading: true, cancellationToken)
                    .ConfigureAwait(false);
                foreach (var group in await RestoredTables.ListAsync(connection, manifest, cancellationToken).ConfigureAwait(false))
                {
                    var name = Sql.Qualified(group.Key.Schema, group.Key.Name);
                    if (mayLack && !await RestoredTables.ExistsAsync(connection, name, cancellationToken).ConfigureAwait(false))
                        continue;
                    if (await DiffersAsync(connection, [.. group], cancellationToken).ConfigureAwait(false))
                        problems.Add($"The rows of table {name} are not those that were backed up.");
                }
            }
        }

        return problems;
    }

    private static async Task<bool> DiffersAsync(NpgsqlConnection connection, BackupTable[] tables, CancellationToken cancellationToken)
    {
        // Where columns stand in another order, a row has another text when it has moved.
        if (tables.Any(t => t.ContentHash is null || !t.Columns.Select(c => c.Name).SequenceEqual(tables[0].Columns.Select(c => c.Name))))
            return false;
        var expected = UInt128.Zero;
        var hasher = new RowHasher();
        foreach (var table in tables)
        {
            expected = unchecked(expected + UInt128.Parse(table.ContentHash!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            await HashAsync(connection, table, hasher, cancellationToken).ConfigureAwait(false);
        }

        return hasher.Sum != expected;
    }

    private static async Task HashAsync(
        NpgsqlConnection connection, BackupTable table, RowHasher hasher, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Count == 0 ? "" : $" ({Sql.Identifiers(table.Columns.Select(c => c.Name))})";
        var statement = $"COPY {Sql.Qualified(table.Schema, table.Name)}{columns} TO STDOUT{CopyEncoding.Clause(table.HasRawText)}";
        var source = (NpgsqlCopyTextReader)await connection.BeginTextExportAsync(statement, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var buffer = new byte[ReadBufferSize];
            int read;
            while ((read = await source.BaseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                hasher.Append(buffer.AsSpan(0, read));
        }
    }
}
