using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Restores into a new database, which gets its name when all is there.</summary>
internal sealed class DatabaseCreation(
    BackupManifest manifest, DatabaseConnector target, string name, Func<DatabaseConnector, RestoreRunner> runner, TimeProvider time)
    : IRestore
{
    /// <inheritdoc/>
    public async Task<RestorePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var server = await ServerDatabases.ConnectAsync(target, staysOut: false, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var conflicts = await CheckAsync(server, cancellationToken).ConfigureAwait(false);
            var plan = await runner(server.Connector).PlanNewAsync(name, cancellationToken).ConfigureAwait(false);
            return plan with
            {
                Steps = [new RestoreStep(RestoreAction.Create, "DATABASE", Sql.Identifier(name)), .. plan.Steps],
                Conflicts = [.. conflicts, .. plan.Conflicts],
            };
        }
    }

    /// <inheritdoc/>
    public async Task<RestoreResult> RunAsync(IProgress<RestoreProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var phases = new PhaseProgress(progress);
        var server = await ServerDatabases.ConnectAsync(target, staysOut: false, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            if (await CheckAsync(server, cancellationToken).ConfigureAwait(false) is { Count: > 0 } conflicts)
                throw RestoreErrors.Refusal(manifest.Backup.Id, conflicts);
            var result = await NewDatabase
                .MakeAsync(server, DatabaseName.New(name), manifest.Database, RestoreAsync, cancellationToken).ConfigureAwait(false);
            return result with { Duration = time.GetElapsedTime(started) };
        }

        async Task<RestoreResult> RestoreAsync(NewDatabase database)
        {
            var result = await database.UseAsync(connector => runner(connector).RunAsync(phases, cancellationToken)).ConfigureAwait(false);
            phases.Enter(RestorePhase.Renaming);
            cancellationToken.ThrowIfCancellationRequested();
            await RenameAsync(database).ConfigureAwait(false);
            return result with { Database = name };
        }
    }

    // Once it is on its way it cannot be cancelled: its outcome would not be known.
    private async Task RenameAsync(NewDatabase database)
    {
        var connection = await database.Server.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                var rename = $"ALTER DATABASE {Sql.Identifier(database.Name)} RENAME TO {Sql.Identifier(name)}";
                await connection.ExecuteAsync(rename, CancellationToken.None).ConfigureAwait(false);
            }
            catch (PostgresException exception)
                when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // The second, where another session renames one to the same name in the same moment.
                throw RestoreErrors.Refusal(manifest.Backup.Id, [Exists()]);
            }
        }
    }

    private async Task<List<RestoreConflict>> CheckAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        var conflicts = new List<RestoreConflict>();
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (await ServerDatabases.FindAsync(connection, name, cancellationToken).ConfigureAwait(false) is not null)
                conflicts.Add(Exists());
            else if (await DatabaseRights.FindConflictAsync(connection, name, cancellationToken).ConfigureAwait(false) is { } lack)
                conflicts.Add(lack);
        }

        return conflicts;
    }

    private RestoreConflict Exists() => new(
        PgBackupErrorCodes.DatabaseExists,
        Sql.Identifier(name),
        $"Database {Sql.Identifier(name)} exists. Choose another name, drop it first, or use ReplaceDatabase to put the backup in its "
        + "place.");
}
