using System.Reflection;

namespace PgBackup.Tests.Scheduling;

/// <summary>An <see cref="IDatabaseBackup"/> whose backups a test makes; nothing else of it may be called.</summary>
public class BackupDouble : DispatchProxy
{
    private readonly List<string> _deleted = [];

    private readonly List<RetentionOptions> _retentions = [];

    private Func<BackupOptions, CancellationToken, Task<BackupInfo>>? _create;

    /// <summary>Gets the backups that were deleted.</summary>
    public static List<string> DeletedBy(IDatabaseBackup backup) => ((BackupDouble)backup)._deleted;

    /// <summary>Gets what retention was asked for.</summary>
    public static List<RetentionOptions> RetentionsOf(IDatabaseBackup backup) => ((BackupDouble)backup)._retentions;

    public static IDatabaseBackup Of(Func<BackupOptions, CancellationToken, Task<BackupInfo>> create)
    {
        var proxy = Create<IDatabaseBackup, BackupDouble>();
        ((BackupDouble)(object)proxy)._create = create;
        return proxy;
    }

    public static BackupInfo Info(string id) => new()
    {
        Id = id,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.Zero,
        Database = "d",
        ServerVersion = "18",
        Format = "sql",
        Compression = BackupCompression.None,
        Artifact = $"{id}.sql",
        Size = 1,
        UncompressedSize = 1,
        Sha256 = "",
        Tables = 0,
        Rows = 0,
    };

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod?.Name)
        {
            case nameof(IDatabaseBackup.CreateBackupAsync):
                return _create!((BackupOptions)args![0]!, (CancellationToken)args[2]!);
            case nameof(IDatabaseBackup.DeleteBackupAsync):
                _deleted.Add((string)args![0]!);
                return Task.FromResult(true);
            case nameof(IDatabaseBackup.ListBackupsAsync):
                return Task.FromResult<IReadOnlyList<BackupInfo>>([]);
            case nameof(IDatabaseBackup.ApplyRetentionAsync):
                _retentions.Add((RetentionOptions)args![1]!);
                var plan = new RetentionPlan { Database = "d", PlannedAt = DateTimeOffset.UnixEpoch, Decisions = [], Warnings = [] };
                return Task.FromResult(
                    new RetentionResult { Plan = plan, DryRun = false, Deleted = [], Problems = [], Duration = TimeSpan.Zero });
            default:
                throw new NotSupportedException(targetMethod?.Name);
        }
    }
}
