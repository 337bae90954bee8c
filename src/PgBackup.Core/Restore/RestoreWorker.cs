using Npgsql;
using PgBackup.Formats;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>A connection that carries out steps of a restore's plan, one after another.</summary>
internal sealed class RestoreWorker
{
    private readonly RestoreContext _context;
    private readonly RestorePieces? _pieces;
    private readonly EntryRestorer _entries;
    private readonly RowLoader _rows;
    private readonly Dictionary<(string Schema, string Name), Table> _keptTables;

    public RestoreWorker(RestoreContext context, NpgsqlConnection connection, RestorePieces? pieces)
    {
        _context = context;
        _pieces = pieces;
        var content = new ContentReader(context.Artifact, context.Format);
        Session = new RestoreSession(connection, context.Server, context.Settings.LockTimeout, pieces);
        Executor = new StatementExecutor(Session, context.Notes);
        Sequences = new KeptSequences(connection, context.Plan, context.Settings, Executor);
        _entries = new EntryRestorer(content, context.Settings, context.Plan, Executor, Sequences, context.Notes);
        _rows = new RowLoader(connection, content, context.Reporter);
        _keptTables = context.Plan.KeptTables.ToDictionary(t => (t.Schema!, t.Name));
    }

    public RestoreSession Session { get; }

    public StatementExecutor Executor { get; }

    public KeptSequences Sequences { get; }

    /// <summary>Carries out entries in their order.</summary>
    public async Task RunAsync(IEnumerable<BackupEntry> entries, CancellationToken cancellationToken)
    {
        BackupSection? section = null;
        foreach (var entry in entries)
        {
            if (section != entry.Section)
            {
                section = entry.Section;
                _context.Reporter.Enter(RestoreContext.PhaseOf(entry.Section));
            }

            await RunAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Carries out entries in one transaction.</summary>
    public Task RunTogetherAsync(IEnumerable<BackupEntry> entries, CancellationToken cancellationToken) => Session.RunAsync(
        async () =>
        {
            foreach (var entry in entries)
                await RunAsync(entry, cancellationToken).ConfigureAwait(false);
            await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Carries out an entry. Its statements may wait for those of the next ones, until the executor is flushed.</summary>
    public async Task RunAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Table is { } table)
        {
            if (_entries.LacksWhatItNeeds(entry))
                return;
            await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Session.RunAsync(() => LoadAsync(table, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _pieces?.Add(entry);
            await _entries.RestoreAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        _context.Reporter.StepDone();
    }

    private Task LoadAsync(BackupTable table, CancellationToken cancellationToken)
    {
        if (table.Target == BackupTableTarget.LargeObjects)
            return _rows.LoadLargeObjectsAsync(table, cancellationToken);
        var existing = _keptTables.GetValueOrDefault((table.Schema, table.Name));
        return existing is not null && _context.Settings.ExistingRows == ExistingRowsAction.Merge
            ? _rows.MergeAsync(table, existing, cancellationToken)
            : _rows.LoadAsync(table, _context.Plan.LoadsThrough(table, existing), cancellationToken);
    }
}
