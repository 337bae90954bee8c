using PgBackup.Soak.Faults;
using PgBackup.Soak.Workload;

namespace PgBackup.Soak.Rounds;

/// <summary>Restores a backup amid a fault; the database must be as it was or as it was saved.</summary>
internal sealed class RestoreRound(SoakWorld world, Injection injection)
{
    private const string Target = "target";
    private const string Before = "before";
    private const string Expected = "expected";
    private const string Made = "made";

    private static readonly string[] Modes = ["empty", "drop-existing", "replace-rows", "create-database", "replace-database"];

    private static readonly FaultKind[] Kinds =
        [.. Enum.GetValues<FaultKind>().Except([FaultKind.StoreFull, FaultKind.DefinitionsChange])];

    /// <summary>Runs the round.</summary>
    public async Task<(FaultKind Kind, string? Failure, string Mode)> RunAsync(BackupInfo backup, Random random)
    {
        var mode = Modes[random.Next(Modes.Length)];
        var kind = Kinds[random.Next(Kinds.Length)];
        var expected = await ExpectAsync(backup);
        var target = await world.CreateDatabaseAsync(Target, mode == "empty" ? null : Expected);
        if (mode != "empty")
            await SoakWorld.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 3 = 0; UPDATE bank.account_1 SET balance = 0");
        var before = await world.CreateDatabaseAsync(Before, Target);
        await world.Server.DropDatabaseAsync(Made);

        var failure = await injection.RunAsync(Restore(backup.Id, mode, target), kind, random);
        await NothingIsLeftAsync(kind, failure, $"restore {mode} amid {kind}");
        if (mode == "create-database")
            await CreatedAsync(expected, failure, $"restore {mode} amid {kind}");
        else if (failure is null || !await SoakWorld.AreAlikeAsync(before, target))
            await SoakWorld.AlikeAsync(expected, target, $"restore {mode} amid {kind}, {failure ?? "done"}");
        if (mode == "create-database")
            await SoakWorld.AlikeAsync(before, target, $"restore {mode} amid {kind}: another database");
        await DropReplacedAsync();
        return (kind, failure, mode);
    }

    // Without a fault, and proven by the hashes that were taken when it was saved.
    private async Task<string> ExpectAsync(BackupInfo backup)
    {
        var expected = await world.CreateDatabaseAsync(Expected);
        var result = await world.WithAsync(expected, b => b.RestoreBackupAsync(backup.Id));
        if (result.Rows != backup.Rows)
            throw new ViolationException($"{result.Rows} rows were restored instead of {backup.Rows}.");
        var sum = await SoakWorld.ScalarAsync<long>(expected, Bank.Sum);
        if (sum != Bank.Total)
            throw new ViolationException($"The accounts of backup {backup.Id} come to {sum} instead of {Bank.Total}.");
        var report = await world.WithAsync(expected, b => b.VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore));
        return report.IsGood ? expected : throw new ViolationException($"Test restore of {backup.Id}: {string.Join(" ", report.Problems)}");
    }

    private static Operation Restore(string id, string mode, string target)
    {
        RestoreOptions Options()
        {
            var options = new RestoreOptions { LockTimeout = TimeSpan.FromSeconds(1) };
            switch (mode)
            {
                case "drop-existing":
                    options.DropExisting = true;
                    break;
                case "replace-rows":
                    options.ExistingRows = ExistingRowsAction.Replace;
                    break;
                case "create-database":
                    options.CreateDatabase = Made;
                    break;
                case "replace-database":
                    (options.ReplaceDatabase, options.DisconnectOthers) = (true, true);
                    break;
            }

            return options;
        }

        string[] words = mode switch
        {
            "drop-existing" => ["--drop-existing"],
            "replace-rows" => ["--existing-rows", "replace"],
            "create-database" => ["--create-database", Made],
            "replace-database" => ["--replace-database", "--disconnect-others"],
            _ => [],
        };
        return new Operation(
            $"restore {mode}", target, (backups, token) => backups.RestoreBackupAsync(id, Options(), null, token),
            ["restore", id, .. words]);
    }

    private async Task CreatedAsync(string expected, string? failure, string what)
    {
        var isThere = await SoakWorld.ScalarAsync<bool>(world.Source, $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{Made}')");
        if (isThere)
            await SoakWorld.AlikeAsync(expected, world.In(Made), what);
        else if (failure is null)
            throw new ViolationException($"{what}: the database is not there.");
    }

    private async Task NothingIsLeftAsync(FaultKind kind, string? failure, string what)
    {
        // What a server that was down could not drop does not go by itself.
        var left = await LeftBehind.OnServerAsync(
            [world.Source, world.In(Target)], TimeSpan.FromSeconds(kind == FaultKind.ServerCrashed ? 5 : 30));
        foreach (var one in left)
        {
            // A server that is down drops nothing; then the message must say what to drop.
            const string Word = "database ";
            var isTold = kind == FaultKind.ServerCrashed && one.StartsWith(Word, StringComparison.Ordinal)
                && failure?.Contains(one[Word.Length..], StringComparison.Ordinal) == true;
            if (!isTold)
                throw new ViolationException($"Left by {what}: {string.Join("; ", left)}");
            await world.Server.DropDatabaseAsync(one[Word.Length..]);
        }
    }

    private async Task DropReplacedAsync()
    {
        var names = await SoakWorld.ScalarAsync<string[]>(
            world.Source,
            $"SELECT COALESCE(array_agg(datname::text), '{{}}') FROM pg_database WHERE datname LIKE '{Target}\\_replaced\\_%'");
        foreach (var name in names)
            await world.Server.DropDatabaseAsync(name);
    }
}
