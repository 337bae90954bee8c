using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Compares how many rows the tables of a restored database have with how many the backup holds.</summary>
internal static class RestoredRows
{
    /// <summary>Counts and compares.</summary>
    /// <param name="database">The database that the whole backup was restored into.</param>
    /// <param name="manifest">The backup.</param>
    /// <param name="mayLack">Whether a table may have been left out.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <returns>The differences, in words.</returns>
    public static async Task<IReadOnlyList<string>> CompareAsync(
        DatabaseConnector database, BackupManifest manifest, bool mayLack, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Rows that a policy hides would be missed: better an error.
            await connection.ExecuteAsync("SET row_security = off; SET statement_timeout = 0", cancellationToken).ConfigureAwait(false);
            foreach (var group in await RestoredTables.ListAsync(connection, manifest, cancellationToken).ConfigureAwait(false))
            {
                var name = Sql.Qualified(group.Key.Schema, group.Key.Name);
                if (mayLack && !await RestoredTables.ExistsAsync(connection, name, cancellationToken).ConfigureAwait(false))
                    continue;
                var rows = await CountAsync(connection, group, name, cancellationToken).ConfigureAwait(false);
                if (rows is null)
                    problems.Add($"The rows of table {name} cannot be counted, as the role may not see all of them. Use a superuser.");
                else if (rows != group.Sum(t => t.Rows))
                    problems.Add($"Table {name} has {rows} rows after the restore instead of {group.Sum(t => t.Rows)}.");
            }
        }

        return problems;
    }

    private static async Task<long?> CountAsync(
        NpgsqlConnection connection, IEnumerable<BackupTable> tables, string name, CancellationToken cancellationToken)
    {
        var only = tables.Any(t => t.LoadThrough is not null) ? "" : "ONLY ";
        try
        {
            var count = await connection.ReadValueAsync($"SELECT pg_catalog.count(*) FROM {only}{name}", cancellationToken)
                .ConfigureAwait(false);
            return (long)count!;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }
}
