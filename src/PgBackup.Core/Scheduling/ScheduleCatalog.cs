using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>All schedules: those of the application, and those of the database. Of two of one id the application's counts.</summary>
internal sealed class ScheduleCatalog(PgBackupOptions options, ScheduleTable table, RunLedger ledger, ILogger logger)
{
    private readonly Dictionary<string, ScheduleDefinition> _given =
        options.Schedules.Select(s => ScheduleDefinition.From(s, options)).ToDictionary(d => d.Id, StringComparer.Ordinal);

    // By their text: what was read once needs no further look.
    private readonly ConcurrentDictionary<string, ScheduleDefinition?> _stored = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether the application defines a schedule of that id.</summary>
    public bool IsGiven(string id) => _given.ContainsKey(id);

    /// <summary>Reads the schedules, by id, with what the database remembers of them.</summary>
    public async Task<IReadOnlyList<(ScheduleDefinition Definition, ScheduleRow Row)>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await table.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var missing = _given.Values.Where(d => rows.All(r => r.Id != d.Id)).ToList();
        if (missing.Count > 0)
        {
            await ledger.RegisterAsync(missing, cancellationToken).ConfigureAwait(false);
            rows = await table.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var text in _stored.Keys.Except(rows.Select(r => r.Definition).OfType<string>(), StringComparer.Ordinal))
            _stored.TryRemove(text, out _);
        return
        [
            .. rows.Select(row => (Definition: Find(row)!, Row: row))
                .Where(s => s.Definition is not null)
                .OrderBy(s => s.Row.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Finds one schedule.</summary>
    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    public async Task<(ScheduleDefinition Definition, ScheduleRow Row)> GetAsync(string id, CancellationToken cancellationToken)
    {
        var schedules = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var found = schedules.FirstOrDefault(s => s.Definition.Id == id);
        return found.Definition is not null
            ? found
            : throw new PgBackupException(
                PgBackupErrorCodes.ScheduleNotFound,
                $"There is no schedule '{id}'. "
                + (schedules.Count == 0 ? "There are none." : $"There is {string.Join(", ", schedules.Select(s => s.Definition.Id))}."))
            {
                ObjectName = id,
            };
    }

    // A row without a definition that this application does not define belongs to another one, or to an older version of it.
    private ScheduleDefinition? Find(ScheduleRow row) => _given.GetValueOrDefault(row.Id)
        ?? (row.Definition is null ? null : _stored.GetOrAdd(row.Definition, Read, row.Id));

    private ScheduleDefinition? Read(string text, string id)
    {
        try
        {
            return ScheduleDefinition.From(ScheduleJson.Read(text), options, stored: true);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or NotSupportedException)
        {
            logger.StoredScheduleWrong(id, exception.Message);
            return null;
        }
    }
}
