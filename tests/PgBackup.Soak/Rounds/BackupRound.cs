using PgBackup.Soak.Faults;

namespace PgBackup.Soak.Rounds;

/// <summary>Makes a backup amid a fault; what is listed afterwards must be whole.</summary>
internal sealed class BackupRound(SoakWorld world, Injection injection)
{
    private const int Kept = 3;

    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private static readonly string[] Formats = ["sql", "json", "csv"];
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(2);

    /// <summary>Runs the round.</summary>
    /// <returns>The fault, and what happened in words; then the newest good backup.</returns>
    public async Task<(FaultKind Kind, string? Failure, string Text, BackupInfo Backup)> RunAsync(Random random)
    {
        var format = Formats[random.Next(Formats.Length)];
        var compression = Compression(format, random);
        var jobs = random.Next(1, 5);
        var kind = Kinds[random.Next(Kinds.Length)];
        BackupOptions Options() => new() { Format = format, Compression = compression, Jobs = jobs, LockTimeout = TimeSpan.FromSeconds(1) };
        var operation = new Operation(
            "backup",
            world.Source,
            (backups, token) => backups.CreateBackupAsync(Options(), null, token),
            ["backup", "--format", format, "--compress", compression.ToString().ToLowerInvariant(), "--jobs", $"{jobs}"]);

        var before = await ListAsync();
        var failure = await injection.RunAsync(operation, kind, random);
        await NothingIsLeftAsync(kind, $"backup amid {kind}");
        var made = (await ListAsync()).ExceptBy(before.Select(b => b.Id), b => b.Id).ToList();
        if (failure is null && made.Count != 1)
            throw new ViolationException($"The backup amid {kind} was done, and {made.Count} new ones are listed.");
        // Where the answer of the store to its last call is lost, a backup that failed may be there: then it is whole.
        foreach (var one in made)
            await IsWholeAsync(one);

        // After a fault the next one must succeed, and clean up.
        MakeOld();
        var backup = await world.WithAsync(world.Source, b => b.CreateBackupAsync(Options()));
        await NothingIsLeftAsync(FaultKind.None, "the backup after that");
        await IsWholeAsync(backup);
        foreach (var old in (await ListAsync()).Skip(Kept))
            await world.WithAsync(world.Source, b => b.DeleteBackupAsync(old.Id));
        return (kind, failure, $"{format}/{compression}/{jobs}".ToLowerInvariant(), backup);
    }

    private static BackupCompression Compression(string format, Random random)
    {
        BackupCompression[] possible = format == "csv"
            ? [BackupCompression.Gzip, BackupCompression.None]
            : [BackupCompression.Gzip, BackupCompression.Zstd, BackupCompression.None];
        return possible[random.Next(possible.Length)];
    }

    private async Task IsWholeAsync(BackupInfo backup)
    {
        var report = await world.WithAsync(world.Source, b => b.VerifyBackupAsync(backup.Id, VerificationLevel.Structure));
        if (!report.IsGood)
            throw new ViolationException($"Backup {backup.Id} is listed and not whole: {string.Join(" ", report.Problems)}");
    }

    private async Task NothingIsLeftAsync(FaultKind kind, string what)
    {
        var left = await LeftBehind.OnServerAsync([world.Source], TimeSpan.FromSeconds(30));
        // A process that was killed cleans up no files.
        var files = kind == FaultKind.ProcessKilled
            ? [] : await world.WithAsync(world.Source, b => LeftBehind.InStoreAsync(world.StorePath, b));
        if (left.Count + files.Count > 0)
            throw new ViolationException($"Left by {what}: {string.Join("; ", left.Concat(files))}");
    }

    private async Task<IReadOnlyList<BackupInfo>> ListAsync() => await world.WithAsync(world.Source, b => b.ListBackupsAsync());

    // An artifact without a manifest may be one that is just being completed, until it is old.
    private void MakeOld()
    {
        if (!Directory.Exists(world.StorePath))
            return;
        foreach (var file in Directory.EnumerateFiles(world.StorePath))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - OrphanAge);
    }
}
