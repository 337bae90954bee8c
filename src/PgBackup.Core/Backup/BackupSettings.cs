namespace PgBackup.Backup;

/// <summary>A backup's options, checked and with the defaults filled in.</summary>
internal sealed record BackupSettings(
    BackupSelection Selection, BackupCompression Compression, int Jobs, TimeSpan LockTimeout, bool SkipUnreadable, string? Label)
{
    private const int LabelLength = 200;

    public required bool DatabaseProperties { get; init; }

    public required BackupRoles Roles { get; init; }

    public required bool ContentHashes { get; init; }

    public string? ScheduleId { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <exception cref="ArgumentException">An option is malformed, out of its range, or contradicts another one.</exception>
    public static BackupSettings From(BackupOptions options, PgBackupOptions defaults)
    {
        var jobs = OptionLimits.Jobs(options.Jobs, defaults, nameof(options));
        var lockTimeout = OptionLimits.LockTimeout(options.LockTimeout, defaults, nameof(options));
        if (options.Label is { Length: > LabelLength })
            throw new ArgumentException(
                $"The label has {options.Label.Length} characters; at most {LabelLength} are kept.", nameof(options));
        var compression = options.Compression ?? defaults.Compression;
        if (!Enum.IsDefined(compression))
            throw new ArgumentOutOfRangeException(nameof(options), compression, "Compression must be gzip, zstd or none.");
        if (!Enum.IsDefined(options.Roles))
            throw new ArgumentOutOfRangeException(nameof(options), options.Roles, "Roles must be none, without or with passwords.");
        if (options.DataOnly && (options.DatabaseProperties || options.Roles != BackupRoles.None))
            throw new ArgumentException(
                "DataOnly holds rows alone, so DatabaseProperties and Roles cannot be set with it.", nameof(options));
        return new BackupSettings(new BackupSelection(options), compression, jobs, lockTimeout, options.SkipUnreadable, options.Label)
        {
            DatabaseProperties = options.DatabaseProperties,
            Roles = options.Roles,
            ContentHashes = options.ContentHashes,
            ScheduleId = options.ScheduleId,
            DueAt = options.DueAt,
        };
    }

    /// <summary>Says in words what is asked for; empty for a whole database and nothing else.</summary>
    public IReadOnlyList<string> Describe()
    {
        List<string> words = [.. Selection.Describe()];
        if (DatabaseProperties)
            words.Add("database properties");
        if (Roles != BackupRoles.None)
            words.Add(Roles == BackupRoles.WithPasswords ? "roles with passwords" : "roles");
        return words;
    }
}
