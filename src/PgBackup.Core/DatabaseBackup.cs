using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Archive;
using PgBackup.Backup;
using PgBackup.Conversion;
using PgBackup.Doctor;
using PgBackup.Events;
using PgBackup.History;
using PgBackup.Operations;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Stores;
using PgBackup.Verification;

namespace PgBackup;

/// <summary>Does what <see cref="IDatabaseBackup"/> promises, with the services of the host.</summary>
internal sealed partial class DatabaseBackup : IDatabaseBackup, IAsyncDisposable, IDisposable
{
    private readonly PgBackupOptions _options;
    private readonly IReadOnlyDictionary<string, IBackupFormat> _formats;
    private readonly IBackupStore _store;
    private readonly BackupRepository _repository;
    private readonly TimeProvider _time;
    private readonly Lazy<DatabaseConnector> _connector;
    private readonly bool _hasDatabase;
    private readonly HistoryLog _history;
    private readonly OperationRunner _operations;
    private readonly string? _databaseName;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, bool> _leftOut = new(StringComparer.Ordinal);

    public DatabaseBackup(
        IOptions<PgBackupOptions> options, IEnumerable<IBackupFormat> formats, IBackupStore store, TimeProvider time,
        ILogger<DatabaseBackup>? logger = null, NpgsqlDataSource? dataSource = null, EventHub? events = null)
    {
        _options = options.Value;
        // Of two formats of one name the application's, registered later, wins.
        _formats = formats.GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Last(), StringComparer.Ordinal);
        _store = store;
        _time = time;
        _repository = new BackupRepository(store, _formats.Values.Select(f => f.FileExtension), time);
        _connector = new Lazy<DatabaseConnector>(() => DatabaseConnector.For(_options, dataSource));
        _hasDatabase = !string.IsNullOrEmpty(_options.ConnectionString) || dataSource is not null;
        _logger = logger ?? NullLogger<DatabaseBackup>.Instance;
        _history = new HistoryLog(_options, _hasDatabase ? _connector : null, time, _logger);
        _operations = new OperationRunner(_history, events, time);
        _databaseName = ConnectionSettings.DatabaseIn(
            string.IsNullOrEmpty(_options.ConnectionString) ? dataSource?.ConnectionString : _options.ConnectionString);
    }

    public Task<BackupInfo> CreateBackupAsync(
        BackupOptions? options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new BackupOptions();
        return BackUpAsync(_connector, options, progress, cancellationToken);
    }

    private Task<BackupInfo> BackUpAsync(
        Lazy<DatabaseConnector> database, BackupOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var settings = BackupSettings.From(options, _options);
        var name = database == _connector ? _databaseName : database.Value.Database;
        var format = Format(options.Format ?? _options.Format);
        return _operations.RunAsync(
            new HistoryOperation("backup", null, settings.Describe()) { Database = name },
            async () =>
            {
                await _repository.CleanUpAsync(cancellationToken).ConfigureAwait(false);
                var backup = await ServerErrors.TranslateAsync(
                    _store,
                    () => new BackupRunner(database.Value, _store, format, _time).RunAsync(settings, progress, cancellationToken))
                    .ConfigureAwait(false);
                _logger.BackupMade(
                    backup.Id, backup.Database, (long)backup.Duration.TotalMilliseconds, backup.Tables, backup.Rows, backup.Size,
                    _store.Description);
                foreach (var warning in backup.Warnings)
                    _logger.OperationWarned("Backup", backup.Id, warning);
                return backup;
            },
            backup => new HistoryOutcome(backup.Id, backup.Size, backup.Rows),
            cancellationToken);
    }

    public async Task<RestoreResult> RestoreBackupAsync(
        string backupId, RestoreOptions? options, IProgress<RestoreProgress>? progress, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        var settings = RestoreSettings.From(options ?? new RestoreOptions(), _options);
        return await _operations.RunAsync(
            new HistoryOperation("restore", backupId, settings.Describe())
            {
                Database = settings.CreateDatabase
                    ?? (settings.Target is null ? _databaseName : ConnectionSettings.DatabaseIn(settings.Target)),
            },
            () => WithTargetAsync(settings, async target =>
            {
                using var use = BackupUses.Begin(backupId);
                var restore = await RestoreAsync(backupId, settings, target, cancellationToken).ConfigureAwait(false);
                var result = await AwaitedLocks
                    .ExplainAsync(target, () => restore.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
                _logger.BackupRestored(backupId, result.Database, (long)result.Duration.TotalMilliseconds, result.Tables, result.Rows);
                foreach (var warning in result.Warnings)
                    _logger.OperationWarned("Restore of", backupId, warning);
                return result;
            }),
            result => new HistoryOutcome(backupId, null, result.Rows),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<RestorePlan> PlanRestoreAsync(string backupId, RestoreOptions? options, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        var settings = RestoreSettings.From(options ?? new RestoreOptions(), _options);
        return await WithTargetAsync(settings, async target =>
        {
            var restore = await RestoreAsync(backupId, settings, target, cancellationToken).ConfigureAwait(false);
            return await restore.PlanAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task<BackupInfo> ConvertAsync(
        string backupId, ConvertOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        ArgumentNullException.ThrowIfNull(options);
        var settings = ConversionSettings.From(options, _options);
        await _repository.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        using var use = BackupUses.Begin(backupId);
        // No row of the history: it is in the database, which may be gone.
        var backup = await StoreErrors.TranslateAsync(
            _store, () => new ConversionRunner(_repository, _formats, _time).RunAsync(backupId, settings, progress, cancellationToken))
            .ConfigureAwait(false);
        _logger.BackupConverted(backup.Id, backupId, backup.Format, (long)backup.Duration.TotalMilliseconds, backup.Size);
        return backup;
    }

    public async Task<VerificationReport> VerifyBackupAsync(string backupId, VerificationLevel level, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        if (!Enum.IsDefined(level))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be checksums, structure or test restore.");
        return await _operations.RunAsync(
            new HistoryOperation("verify", backupId, [level.ToString()]),
            async () =>
            {
                using var use = BackupUses.Begin(backupId);
                var verifier = new BackupVerifier(_repository, _formats, _time);
                var report = await verifier.VerifyAsync(backupId, level, cancellationToken).ConfigureAwait(false);
                if (level == VerificationLevel.TestRestore && report.IsGood)
                {
                    report = await new TestRestore(_repository, _formats, _connector.Value, _options, _time)
                        .RunAsync(report, cancellationToken).ConfigureAwait(false);
                }

                _logger.BackupVerified(backupId, level, (long)report.Duration.TotalMilliseconds, report.Problems.Count);
                await NoteAsync(report, cancellationToken).ConfigureAwait(false);
                return report;
            },
            report => new HistoryOutcome(backupId, report.BytesRead, null)
            {
                Problem = report.Problems.Count == 0 ? null : string.Join(" ", report.Problems),
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<BackupInfo>> ListBackupsAsync(BackupFilter? filter, CancellationToken cancellationToken) =>
        await _repository.ListAsync(filter ?? new BackupFilter(), LeaveOut, cancellationToken).ConfigureAwait(false);

    public async Task<BackupInfo?> FindBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return (await _repository.FindAsync(backupId, cancellationToken).ConfigureAwait(false))?.Backup;
    }

    public async Task<BackupManifest> ReadManifestAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return await _repository.FindAsync(backupId, cancellationToken).ConfigureAwait(false) ?? throw _repository.NotFound(backupId);
    }

    public Task<bool> DeleteBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return _operations.RunAsync(
            new HistoryOperation("delete", backupId, []),
            async () =>
            {
                var existed = await _repository.DeleteAsync(backupId, cancellationToken).ConfigureAwait(false);
                if (existed)
                    _logger.BackupDeleted(backupId, _store.Description);
                return existed;
            },
            existed => new HistoryOutcome(backupId, null, null) { Problem = existed ? null : "There was no such backup." },
            cancellationToken);
    }

    public Task<Stream> OpenBackupAsync(string backupId, CancellationToken cancellationToken) =>
        OpenBackupAsync(backupId, 0, null, cancellationToken);

    public async Task<Stream> OpenBackupAsync(string backupId, long offset, long? length, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is < 0)
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must not be negative.");
        var use = BackupUses.Begin(backupId);
        try
        {
            var manifest = await _repository.ReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
            return new UsedStream(
                await _repository.OpenArtifactAsync(manifest, offset, length, cancellationToken).ConfigureAwait(false), use);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    public Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken) =>
        ServerErrors.TranslateAsync(_store, () => new DatabaseDoctor(_connector.Value).ExamineAsync(cancellationToken));

    public async Task<SelfTestReport> SelfTestAsync(
        SelfTestOptions? options, IProgress<SelfTestStep>? progress, CancellationToken cancellationToken)
    {
        options ??= new SelfTestOptions();
        if (options.MaxTableBytes < 0)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxTableBytes, "MaxTableBytes must not be negative.");
        if (options.MaxBytes < 0)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxBytes, "MaxBytes must not be negative.");
        var formats = (options.Formats.Count == 0
            ? _formats.Keys.Order(StringComparer.Ordinal)
            : options.Formats.Distinct(StringComparer.Ordinal)).Select(Format).ToList();
        using var directory = options.UseStore ? null : new TemporaryDirectory();
        var store = directory is null ? _store : new LocalFileStore(directory.Path);
        // No row of the history: it is to leave the database as it is.
        return await new SelfTest(_connector.Value, store, formats, _options, options, _time)
            .RunAsync(progress, () => directory?.Remove() ?? "The backups and databases that were made are gone.", cancellationToken)
            .ConfigureAwait(false);
    }

    public Task<int> MigrateAsync(CancellationToken cancellationToken) => _history.MigrateAsync(cancellationToken);

    public Task<IReadOnlyList<ConstraintViolation>> ValidateConstraintsAsync(
        IReadOnlyList<ConstraintName>? constraints, CancellationToken cancellationToken) =>
        ServerErrors.TranslateAsync(
            _store, () => new ConstraintValidator(_connector.Value, _options.LockTimeout).ValidateAsync(constraints, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_connector.IsValueCreated)
            await _connector.Value.DisposeAsync().ConfigureAwait(false);
    }

    // A container that is disposed synchronously refuses services that cannot be.
    public void Dispose()
    {
        if (_connector.IsValueCreated)
            _connector.Value.Dispose();
    }

    // Lists are read again and again; once is enough.
    private void LeaveOut(PgBackupException reason)
    {
        if (_leftOut.TryAdd(reason.BackupId!, true))
            _logger.BackupLeftOut(reason.BackupId!, reason.Message);
    }

    private async Task NoteAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        if (report.IsInconclusive)
            return;
        try
        {
            await _repository.NoteAsync(report, cancellationToken).ConfigureAwait(false);
        }
        catch (PgBackupException exception)
        {
            // The store may be read-only; what was found is true all the same.
            _logger.MarkNotWritten(exception, report.BackupId, exception.Message);
        }
    }

    private IBackupFormat Format(string name) => _formats.TryGetValue(name, out var format)
        ? format
        : throw new PgBackupException(
            PgBackupErrorCodes.FormatNotFound,
            $"There is no format '{name}'. Registered are: {string.Join(", ", _formats.Keys.Order(StringComparer.Ordinal))}.");

    private async Task<IRestore> RestoreAsync(
        string backupId, RestoreSettings settings, DatabaseConnector target, CancellationToken cancellationToken)
    {
        var manifest = await _repository.ReadManifestAsync(backupId, cancellationToken).ConfigureAwait(false);
        var format = Format(manifest.Backup.Format);
        if (settings.CreateDatabase is { } name)
            return new DatabaseCreation(manifest, target, name, Runner, _time);
        if (settings.ReplaceDatabase)
            return new DatabaseReplacement(manifest, target, settings, Runner, _time);
        var safety = settings.SafetyBackup
            ? new SafetyBackup(
                manifest, settings, (options, token) => BackUpAsync(new Lazy<DatabaseConnector>(target), options, null, token))
            : null;
        return new RestoreRunner(_repository, manifest, format, target, settings, _time, safety);

        RestoreRunner Runner(DatabaseConnector database) =>
            new(_repository, manifest, format, database, settings, _time) { IsNewDatabase = true };
    }

    private async Task<T> WithTargetAsync<T>(RestoreSettings settings, Func<DatabaseConnector, Task<T>> action)
    {
        if (settings.Target is null)
            return await ServerErrors.TranslateAsync(_store, () => action(_connector.Value)).ConfigureAwait(false);
        var target = DatabaseConnector.For(settings.Target);
        await using (target.ConfigureAwait(false))
            return await ServerErrors.TranslateAsync(_store, () => action(target)).ConfigureAwait(false);
    }
}
