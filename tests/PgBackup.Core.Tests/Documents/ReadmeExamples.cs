using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.Tests.Documents;

/// <summary>The README's C# examples, so that they compile; <see cref="ReadmeTests"/> holds the two against each other.</summary>
internal static class ReadmeExamples
{
    public static void Register(IServiceCollection services)
    {
        services.AddPgBackup(o => o.ConnectionString = "Host=localhost;Database=shop;Username=shop;Password=secret");
    }

    public static async Task<BackupInfo> BackUpAndRestoreAsync(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<IDatabaseBackup>();
        BackupInfo backup = await database.CreateBackupAsync();
        RestorePlan plan = await database.PlanRestoreAsync(backup.Id, new RestoreOptions { DropExisting = true });
        if (plan.CanRestore)
            await database.RestoreBackupAsync(backup.Id, new RestoreOptions { DropExisting = true });
        return backup;
    }

    public static async Task BackUpAPartAsync(IDatabaseBackup database)
    {
        await database.CreateBackupAsync(new BackupOptions
        {
            Tables = { "shop.order*", "\"Customers\"" },  // patterns as in pg_dump: schema.table, *, ?, quotes
            ExcludeData = { "shop.order_event" },         // its definition, but no rows
            Compression = BackupCompression.Zstd,
            Jobs = 4,
            Label = "before the migration",
        });
    }

    public static async Task MoveAsync(IDatabaseBackup database, string newServer)
    {
        BackupInfo all = await database.CreateBackupAsync(new BackupOptions
        {
            DatabaseProperties = true,                    // settings, comment, owner, privileges, limits: as pg_dump --create
            Roles = BackupRoles.WithoutPasswords,         // as pg_dumpall --roles-only; WithPasswords needs a superuser
        });
        await database.RestoreBackupAsync(all.Id, new RestoreOptions { Target = newServer, DatabaseProperties = true, Roles = true });
    }

    public static async Task RestoreAPartAsync(IDatabaseBackup database, BackupInfo backup)
    {
        RestoreResult result = await database.RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            Tables = { "shop.customer", "shop.order" },
            ExistingRows = ExistingRowsAction.Merge,      // or Error (the default), Append, Replace
            SkipConstraints = true,                       // foreign keys do not block the load …
        });
        await database.ValidateConstraintsAsync(result.UnvalidatedConstraints);   // … and are proven afterwards
    }

    public static async Task WatchAsync(IDatabaseBackup database, BackupInfo backup)
    {
        var progress = new Progress<BackupProgress>(
            p => Console.Error.WriteLine($"{p.TablesDone}/{p.TablesTotal} tables, {p.Bytes:N0} bytes"));
        await database.CreateBackupAsync(progress: progress);

        foreach (BackupInfo info in await database.ListBackupsAsync(new BackupFilter { Database = "shop", Limit = 10 }))
            Console.WriteLine($"{info.Id}  {info.CreatedAt:u}  {info.Size,12:N0} bytes  {info.Rows:N0} rows");

        VerificationReport report = await database.VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore);
        Console.WriteLine(report.IsGood ? "good" : string.Join(Environment.NewLine, report.Problems));
    }

    public static async Task<BackupInfo> UseFormatsAsync(IDatabaseBackup database)
    {
        BackupInfo json = await database.CreateBackupAsync(new BackupOptions { Format = "json" });   // or "csv", or "sql", the default
        BackupInfo csv = await database.ConvertAsync(json.Id, new ConvertOptions { Format = "csv" });   // needs no server
        return csv;
    }

    public static void Extend<TapeStore, MyFormat>(IServiceCollection services, string connectionString)
        where TapeStore : class, IBackupStore, new()
        where MyFormat : class, IBackupFormat, new()
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .UseStore<TapeStore>()       // IBackupStore: where files live
            .AddFormat<MyFormat>();      // IBackupFormat: how entries and rows become bytes
    }
}
