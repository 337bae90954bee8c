using System.Security.Cryptography;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Schema;
using PgBackup.Stores;

namespace PgBackup.Verification;

/// <summary>Restores a backup into a throw-away database, compares the rows of each table, and drops it.</summary>
internal sealed class TestRestore(
    BackupRepository repository, IReadOnlyDictionary<string, IBackupFormat> formats, DatabaseConnector connector, PgBackupOptions options, TimeProvider time)
{
    /// <summary>Restores and compares.</summary>
    /// <returns>The report with what was found, and the time that it took.</returns>
    public async Task<VerificationReport> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var manifest = await repository.ReadManifestAsync(report.BackupId, cancellationToken).ConfigureAwait(false);
        if (!formats.TryGetValue(manifest.Backup.Format, out var format))
            return report with { Problems = [$"The format '{manifest.Backup.Format}' is not registered."] };

        var name = $"pgbackup_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await ServerErrors.TranslateAsync(repository.Store, () => CreateDatabaseAsync(name, manifest.Database, cancellationToken)).ConfigureAwait(false);
        try
        {
            var problems = new List<string>();
            var target = connector.ForDatabase(name);
            await using (target.ConfigureAwait(false))
            {
                try
                {
                    var settings = RestoreSettings.From(new RestoreOptions(), options);
                    var runner = new RestoreRunner(repository, manifest, format, target, settings, time);
                    await ServerErrors.TranslateAsync(repository.Store, () => runner.RunAsync(null, cancellationToken)).ConfigureAwait(false);
                    await CompareAsync(target, manifest, problems, cancellationToken).ConfigureAwait(false);
                    if (problems.Count == 0)
                    {
                        problems.AddRange(await ServerErrors.TranslateAsync(
                            repository.Store, () => ContentComparison.RunAsync(target, manifest, cancellationToken)).ConfigureAwait(false));
                    }
                }
                catch (PgBackupException exception)
                {
                    problems.Add(exception.Message);
                }
            }

            return report with { Problems = problems, Duration = report.Duration + time.GetElapsedTime(started) };
        }
        finally
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {Sql.Identifier(name)} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(DatabaseConnector target, BackupManifest manifest, List<string> problems, CancellationToken cancellationToken)
    {
        var connection = await target.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            foreach (var group in await RestoredTables.ListAsync(connection, manifest, cancellationToken).ConfigureAwait(false))
            {
                var name = Sql.Qualified(group.Key.Schema, group.Key.Name);
                var only = group.Any(t => t.LoadThrough is not null) ? "" : "ONLY ";
                using var command = new NpgsqlCommand($"SELECT pg_catalog.count(*) FROM {only}{name}", connection) { CommandTimeout = 0 };
                var rows = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
                if (rows != group.Sum(t => t.Rows))
                    problems.Add($"Table {name} has {rows} rows after the restore instead of {group.Sum(t => t.Rows)}.");
            }
        }
    }

    // With the encoding and locale of the source where this server has them, else with its own.
    private async Task<bool> CreateDatabaseAsync(string name, BackupDatabase? source, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var plain = $"CREATE DATABASE {Sql.Identifier(name)} TEMPLATE template0";
            var alike = source is null ? plain : CreateDatabase.Statement(name, source with { Tablespace = null }, connection.PostgreSqlVersion.Major);
            try
            {
                await ExecuteAsync(connection, alike, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState is not PostgresErrorCodes.InsufficientPrivilege and not PostgresErrorCodes.QueryCanceled)
            {
                await ExecuteAsync(connection, plain, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, sql, cancellationToken).ConfigureAwait(false);
        }
    }
}
