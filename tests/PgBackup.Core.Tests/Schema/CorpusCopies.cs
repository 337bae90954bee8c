using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Schema;

/// <summary>A database made from a corpus of this folder, and its two copies: restored by the library, and loaded by psql.</summary>
internal sealed class CorpusCopies : IAsyncDisposable
{
    private readonly List<TestDatabase> _databases = [];

    public TestDatabase Original => _databases[0];

    public TestDatabase Restored => _databases[1];

    public TestDatabase Loaded => _databases[2];

    public static async Task<CorpusCopies> MakeAsync(int major, string corpus)
    {
        var copies = new CorpusCopies();
        try
        {
            for (var i = 0; i < 3; i++)
                copies._databases.Add(await PostgresServers.CreateDatabaseAsync(major));
            await CorpusScript.RunAsync(copies.Original, corpus);
            using var host = new BackupHost();
            var backups = host.For(copies.Original.ConnectionString);
            var format = FormatOf(major, corpus);
            var backup = await backups.CreateBackupAsync(new BackupOptions { Format = format });
            backup.Warnings.Should().BeEmpty();
            (await backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty();
            var restores = host.For(
                copies.Restored.ConnectionString, o => o.ParallelRestoreFrom = IsInPieces(major, corpus) ? 0 : long.MaxValue);
            var result = await restores.RestoreBackupAsync(backup.Id);
            result.Warnings.Should().BeEmpty();
            var converted = format == "sql" ? backup : await backups.ConvertAsync(backup.Id, new ConvertOptions { Format = "sql" });
            await using var script = host.OpenScript(converted);
            await Psql.RunFileAsync(copies.Loaded, script);
            return copies;
        }
        catch
        {
            await copies.DisposeAsync();
            throw;
        }
    }

    // Each corpus in each format, on some of the majors.
    private static string FormatOf(int major, string corpus) => new[] { "sql", "json", "csv" }[(major + corpus.Length) % 3];

    // Each corpus in one transaction and in pieces, on every other major.
    private static bool IsInPieces(int major, string corpus) => (major + corpus.Length) % 2 == 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await DropSubscriptionsAsync(database);
            await database.DisposeAsync();
        }
    }

    // They keep their database from being dropped, and what has a slot wants to reach the publisher.
    private static async Task DropSubscriptionsAsync(TestDatabase database)
    {
        var names = await database.ColumnAsync<string>("""
            SELECT quote_ident(s.subname) FROM pg_subscription s
            JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
            """);
        foreach (var name in names)
            await database.ExecuteAsync($"ALTER SUBSCRIPTION {name} SET (slot_name = NONE); DROP SUBSCRIPTION {name}");
    }
}
