using PgBackup.Archive;
using PgBackup.Postgres;
using PgBackup.Retention;
using PgBackup.Stores;

namespace PgBackup;

/// <content>Pins, and what a policy deletes.</content>
internal sealed partial class DatabaseBackup
{
    public Task<bool> PinBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return _repository.PinAsync(backupId, isPinned: true, cancellationToken);
    }

    public Task<bool> UnpinBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return _repository.PinAsync(backupId, isPinned: false, cancellationToken);
    }

    public Task<RetentionPlan> PlanRetentionAsync(RetentionPolicy policy, RetentionOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Retention().PlanAsync(RetentionSettings.From(policy, options ?? new RetentionOptions()), cancellationToken);
    }

    public Task<RetentionResult> ApplyRetentionAsync(RetentionPolicy policy, RetentionOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Retention().ApplyAsync(RetentionSettings.From(policy, options ?? new RetentionOptions()), cancellationToken);
    }

    private RetentionRunner Retention() => new(_repository, _operations, DatabaseNameAsync, _logger, _time);

    // As the server has it, and so the manifests: a pooler may know the database by another name.
    private async Task<string?> DatabaseNameAsync(CancellationToken cancellationToken)
    {
        if (!_hasDatabase)
            return null;
        return await ServerErrors.TranslateAsync(_store, async () =>
        {
            var connection = await _connector.Value.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return (await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Database;
        }).ConfigureAwait(false);
    }
}
