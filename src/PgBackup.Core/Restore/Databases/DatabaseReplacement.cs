using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Restores beside a database that is in use, verifies the result, and puts it in the place of that one, which is kept.</summary>
internal sealed class DatabaseReplacement(
    BackupManifest manifest, DatabaseConnector live, RestoreSettings settings, Func<DatabaseConnector, RestoreRunner> runner,
    TimeProvider time)
    : IRestore
{
    private readonly string _name = live.Database;

    /// <inheritdoc/>
    public async Task<RestorePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var server = await ServerDatabases.ConnectAsync(live, staysOut: true, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var conflicts = await CheckAsync(server, cancellationToken).ConfigureAwait(false);
            var plan = await runner(server.Connector).PlanNewAsync(_name, cancellationToken).ConfigureAwait(false);
            var name = Sql.Identifier(_name);
            var ended = settings.DisconnectOthers ? await CountSessionsAsync(server, cancellationToken).ConfigureAwait(false) : 0;
            return plan with
            {
                Steps =
                [
                    new RestoreStep(RestoreAction.Create, "DATABASE", Sql.Identifier(DatabaseName.New(_name))),
                    .. plan.Steps,
                    new RestoreStep(RestoreAction.Rename, "DATABASE", name),
                ],
                Conflicts = [.. conflicts, .. plan.Conflicts],
                Warnings = ended == 0
                    ? plan.Warnings
                    : [$"Sessions of others in database {name} would be ended; now there are {ended}.", .. plan.Warnings],
            };
        }
    }

    /// <inheritdoc/>
    public async Task<RestoreResult> RunAsync(IProgress<RestoreProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var phases = new PhaseProgress(progress);
        var server = await ServerDatabases.ConnectAsync(live, staysOut: true, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            await RequireAsync(server, cancellationToken).ConfigureAwait(false);
            var result = await NewDatabase.MakeAsync(
                server,
                DatabaseName.New(_name),
                manifest.Database,
                database => RestoreAsync(database, phases, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return result with { Duration = time.GetElapsedTime(started) };
        }
    }

    private async Task<RestoreResult> RestoreAsync(NewDatabase database, PhaseProgress phases, CancellationToken cancellationToken)
    {
        await database.UseAsync(connector => TakeOverAsync(connector, isRehearsal: true, cancellationToken)).ConfigureAwait(false);
        var result = await database.UseAsync(connector => runner(connector).RunAsync(phases, cancellationToken)).ConfigureAwait(false);
        phases.Enter(RestorePhase.Verifying);
        await database.UseAsync(connector => VerifyAsync(connector, cancellationToken)).ConfigureAwait(false);
        phases.Enter(RestorePhase.Renaming);
        await database.UseAsync(connector => TakeOverAsync(connector, isRehearsal: false, cancellationToken)).ConfigureAwait(false);

        await RequireAsync(database.Server, cancellationToken).ConfigureAwait(false);
        var kept = await NameKeptAsync(database.Server, cancellationToken).ConfigureAwait(false);
        await new DatabaseSwap(database.Server, _name, settings.DisconnectOthers, settings.LockTimeout)
            .RunAsync(database.Name, kept, cancellationToken).ConfigureAwait(false);
        // What is open still goes to the database that was replaced.
        live.ClearPool();
        return result with { Database = _name, ReplacedDatabase = kept };
    }

    // Those of the backup, where they are asked for, have been set by the restore.
    private async Task TakeOverAsync(DatabaseConnector database, bool isRehearsal, CancellationToken cancellationToken)
    {
        if (settings.DatabaseProperties)
            return;
        var properties = await TakenOverProperties.ReadAsync(live, cancellationToken).ConfigureAwait(false);
        if (isRehearsal)
            await properties.RehearseAsync(database, cancellationToken).ConfigureAwait(false);
        else
            await properties.SetAsync(database, cancellationToken).ConfigureAwait(false);
    }

    private async Task VerifyAsync(DatabaseConnector database, CancellationToken cancellationToken)
    {
        var problems = await RestoredRows.CompareAsync(database, manifest, settings.SkipForbidden, cancellationToken).ConfigureAwait(false);
        if (problems.Count == 0)
            problems = await ContentComparison.RunAsync(database, manifest, settings.SkipForbidden, cancellationToken)
                .ConfigureAwait(false);
        if (problems.Count > 0)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.RestoreFailed, $"{string.Join(" ", problems)} Database {Sql.Identifier(_name)} was not replaced.")
            {
                BackupId = manifest.Backup.Id,
            };
        }
    }

    private async Task RequireAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        if (await CheckAsync(server, cancellationToken).ConfigureAwait(false) is { Count: > 0 } conflicts)
            throw RestoreErrors.Refusal(manifest.Backup.Id, conflicts);
    }

    private async Task<IReadOnlyList<RestoreConflict>> CheckAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (await ServerDatabases.FindAsync(connection, _name, cancellationToken).ConfigureAwait(false) is null)
            {
                return [new RestoreConflict(
                    PgBackupErrorCodes.ConnectionFailed,
                    Sql.Identifier(_name),
                    $"There is no database {Sql.Identifier(_name)} to be replaced. CreateDatabase restores into a new one of that name.")];
            }

            if (await DatabaseRights.FindConflictAsync(connection, _name, cancellationToken).ConfigureAwait(false) is { } lack)
                return [lack];
            // Our own, which nobody uses now.
            live.ClearPool();
            return await DatabaseSessions
                .FindConflictsAsync(connection, _name, settings.DisconnectOthers, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> CountSessionsAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await DatabaseSessions.CountAsync(connection, _name, cancellationToken).ConfigureAwait(false);
    }

    // Two replacements in one second, or clocks that were set, ask for one name twice.
    private async Task<string> NameKeptAsync(ServerDatabases server, CancellationToken cancellationToken)
    {
        for (var when = time.GetUtcNow(); ; when += TimeSpan.FromSeconds(1))
        {
            var name = DatabaseName.Replaced(_name, when);
            if (await server.FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
                return name;
        }
    }
}
