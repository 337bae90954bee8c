using System.Text.Json;
using PgBackup.History;
using PgBackup.Scheduling;

namespace PgBackup.Health;

/// <summary>Gathers what health is judged by: from the store, and in one short transaction from the database.</summary>
/// <param name="options">Name the schedules of the application.</param>
/// <param name="database">The database; null where none is configured.</param>
/// <param name="store">The store.</param>
/// <param name="survey">Knows its backups.</param>
/// <param name="time">The clock.</param>
internal sealed class HealthGatherer(
    PgBackupOptions options, HistoryDatabase? database, IBackupStore store, StoreSurvey survey, TimeProvider time)
{
    // Of a schedule that the database does not know yet: it is due from now on.
    private readonly DateTimeOffset _begun = time.GetUtcNow();

    public async Task<HealthFacts> GatherAsync(CancellationToken cancellationToken)
    {
        var (states, named, databaseError) = await AskDatabaseAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string?, BackupFacts>? backups = null;
        long? freeBytes = null;
        string? storeError = null;
        try
        {
            backups = await survey.ReadAsync(named, cancellationToken).ConfigureAwait(false);
            if (store is IBackupStoreSpace space)
                freeBytes = await space.GetFreeBytesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            storeError = ExceptionText.Of(exception);
        }

        var now = states.Count > 0 ? states[0].Now : time.GetUtcNow();
        var schedules = Schedules(states).Select(s => Facts(s.Definition, s.State, [.. backups?[s.Definition.Id] ?? []])).ToList();
        if (schedules.Count == 0)
            schedules.Add(new ScheduleFacts(null, Latest(backups)));
        return new HealthFacts(now, schedules) { StoreError = storeError, DatabaseError = databaseError, FreeBytes = freeBytes };
    }

    private static List<BackupFacts> Latest(ILookup<string?, BackupFacts>? backups) =>
        [.. (backups ?? Enumerable.Empty<IGrouping<string?, BackupFacts>>()).SelectMany(g => g).OrderByDescending(b => b.Backup.CreatedAt)];

    private async Task<(List<ScheduleState> States, List<string> Backups, string? Error)> AskDatabaseAsync(
        CancellationToken cancellationToken)
    {
        if (database is null)
            return ([], [], null);
        try
        {
            var (states, backups) = await database.ReadAsync(
                (queries, token) => HealthQueries.ReadAsync(queries, options.Health.CompareWith + 1, token),
                (Schedules: [], Backups: []), cancellationToken).ConfigureAwait(false);
            return (states, backups, null);
        }
        catch (PgBackupException exception)
        {
            return ([], [], exception.Message);
        }
    }

    // Those of the application, and those that the database keeps; of two of one id the application's counts.
    private IEnumerable<(ScheduleDefinition Definition, ScheduleState? State)> Schedules(List<ScheduleState> states)
    {
        var byId = states.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var given = options.Schedules.Select(s => ScheduleDefinition.From(s, options)).ToList();
        var stored = states.Where(s => s.Definition is not null && given.TrueForAll(g => g.Id != s.Id))
            .Select(Read).OfType<ScheduleDefinition>();
        return given.Concat(stored).Select(d => (Definition: d, State: byId.GetValueOrDefault(d.Id)))
            .Where(s => s.State?.Enabled ?? s.Definition.Schedule.Enabled).OrderBy(s => s.Definition.Id, StringComparer.Ordinal);
    }

    private ScheduleDefinition? Read(ScheduleState state)
    {
        try
        {
            return ScheduleDefinition.From(ScheduleJson.Read(state.Definition!), options, stored: true);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or NotSupportedException)
        {
            // Whoever runs schedules logs it.
            return null;
        }
    }

    private ScheduleFacts Facts(ScheduleDefinition definition, ScheduleState? state, IReadOnlyList<BackupFacts> backups) =>
        new(definition.Id, backups)
        {
            DueTimes = definition.DueTimes,
            Since = state?.Since ?? _begun,
            PlannedUntil = state?.PlannedUntil,
            WaitingSince = state?.WaitingSince,
            FailedRuns = state?.FailedRuns ?? 0,
            FailingSince = state?.FailingSince,
            LastError = state?.LastError,
            AsksForVerification = definition.Schedule.Verification is not null || definition.Schedule.TestRestoreEvery is not null,
        };
}
