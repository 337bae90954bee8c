using Npgsql;
using PgBackup.Schema;
using PgBackup.Telemetry;

namespace PgBackup.Restore;

/// <summary>A connection that carries out steps of a restore's plan, one after another.</summary>
internal sealed class RestoreWorker
{
    private readonly RestoreContext _context;
    private readonly RestorePieces? _pieces;
    private readonly EntryRestorer _entries;
    private readonly RowLoader _rows;
    private readonly Dictionary<(string Schema, string Name), Table> _keptTables;

    /// <summary>Makes a worker of a connection.</summary>
    /// <param name="context">What all workers have in common.</param>
    /// <param name="connection">The connection; the caller disposes it.</param>
    /// <param name="pieces">What makes each step durable for itself; null where all is one transaction that is open.</param>
    public RestoreWorker(RestoreContext context, NpgsqlConnection connection, RestorePieces? pieces)
    {
        _context = context;
        _pieces = pieces;
        Session = new RestoreSession(connection, context.Server, context.Settings.LockTimeout, pieces);
        Executor = new StatementExecutor(Session, context.Notes);
        Sequences = new KeptSequences(connection, context.Plan, context.Settings, Executor);
        _entries = new EntryRestorer(context.Content, context.Settings, context.Plan, Executor, Sequences, context.Notes);
        _rows = new RowLoader(connection, context.Content, context.Reporter);
        _keptTables = context.Plan.KeptTables.ToDictionary(t => (t.Schema!, t.Name));
    }

    public RestoreSession Session { get; }

    public StatementExecutor Executor { get; }

    public KeptSequences Sequences { get; }

    /// <summary>Tells in which phase entries of a section are restored.</summary>
    public static RestorePhase PhaseOf(BackupSection section) => section switch
    {
        BackupSection.Roles or BackupSection.PreData => RestorePhase.PreData,
        BackupSection.Data => RestorePhase.LoadingData,
        _ => RestorePhase.PostData,
    };

    /// <summary>Carries out entries in their order.</summary>
    public async Task RunAsync(IEnumerable<BackupEntry> entries, CancellationToken cancellationToken)
    {
        BackupSection? section = null;
        foreach (var entry in entries)
        {
            if (section != entry.Section)
            {
                section = entry.Section;
                _context.Reporter.Enter(PhaseOf(entry.Section));
            }

            await RunAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Carries out steps, or parts of them, in one transaction.</summary>
    public Task RunTogetherAsync(IEnumerable<WorkNode> nodes, CancellationToken cancellationToken) => Session.RunAsync(
        async () =>
        {
            foreach (var node in nodes)
                await node.Run(this, node.Entry, cancellationToken).ConfigureAwait(false);
            await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Carries out an entry. Its statements may wait for those of the next ones, until the executor is flushed.</summary>
    public async Task RunAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Table is { } table)
        {
            await LoadAsync(entry, table.Segments, cancellationToken).ConfigureAwait(false);
            _context.Reporter.StepDone();
        }
        else
        {
            await MakeAsync(entry, isUnproven: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a foreign key that <see cref="ProveAsync"/> is to prove.</summary>
    public Task RunUnprovenAsync(BackupEntry key, CancellationToken cancellationToken) =>
        MakeAsync(key, isUnproven: true, cancellationToken);

    /// <summary>Proves a foreign key of a table.</summary>
    public Task ProveAsync(BackupEntry key, BackupEntry table, CancellationToken cancellationToken) =>
        _entries.ProveAsync(key, table, cancellationToken);

    /// <summary>Loads segments of a table's rows, or of large objects.</summary>
    public async Task LoadAsync(BackupEntry entry, IEnumerable<int> segments, CancellationToken cancellationToken)
    {
        if (_entries.LacksWhatItNeeds(entry))
            return;
        await Executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        var spans = OperationSpans.Current;
        var from = spans?.Now;
        await Session.RunAsync(() => LoadAsync(entry.Table!, segments, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (from is not null)
            spans!.AddTable(entry.Table!, from.Value);
    }

    private async Task MakeAsync(BackupEntry entry, bool isUnproven, CancellationToken cancellationToken)
    {
        _pieces?.Add(entry);
        await _entries.RestoreAsync(entry, isUnproven, cancellationToken).ConfigureAwait(false);
        _context.Reporter.StepDone();
    }

    private Task LoadAsync(BackupTable table, IEnumerable<int> segments, CancellationToken cancellationToken)
    {
        if (table.Target == BackupTableTarget.LargeObjects)
            return _rows.LoadLargeObjectsAsync(table, segments, cancellationToken);
        var existing = _keptTables.GetValueOrDefault((table.Schema, table.Name));
        return existing is not null && _context.Settings.ExistingRows == ExistingRowsAction.Merge
            ? _rows.MergeAsync(table, existing, cancellationToken)
            : _rows.LoadAsync(table, segments, _context.Plan.LoadsThrough(table, existing), cancellationToken);
    }
}
