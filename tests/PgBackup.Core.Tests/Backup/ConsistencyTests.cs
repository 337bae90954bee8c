using System.Globalization;
using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class ConsistencyTests
{
    private const int Tables = 6;
    private const int AccountsPerTable = 200;
    private const int Balance = 1000;

    // Wide rows in the first, so that it is copied in several ranges.
    private const string Bank = """
        DO $$ BEGIN
            FOR t IN 0..5 LOOP
                EXECUTE format('CREATE TABLE bank_%s (id int PRIMARY KEY, balance int NOT NULL, filler text)', t);
                EXECUTE format('ALTER TABLE bank_%s ALTER filler SET STORAGE EXTERNAL', t);
                EXECUTE format('INSERT INTO bank_%1$s
                    SELECT i, 1000, repeat(chr(65 + i %% 26), CASE %1$s WHEN 0 THEN 200000 ELSE 100 END)
                    FROM generate_series(0, 199) i', t);
            END LOOP;
        END $$
        """;

    private const string Moved = "SELECT count(*) FROM bank_0 WHERE balance <> 1000";

    private const string Total = """
        SELECT sum(balance) FROM (SELECT balance FROM bank_0 UNION ALL SELECT balance FROM bank_1 UNION ALL SELECT balance FROM bank_2
            UNION ALL SELECT balance FROM bank_3 UNION ALL SELECT balance FROM bank_4 UNION ALL SELECT balance FROM bank_5) b
        """;

    [Theory]
    [EachFormat]
    public async Task Money_that_moves_between_tables_during_a_backup_is_neither_lost_nor_doubled(string format)
    {
        await using var world = await RestoreWorld.CreateAsync(Bank);
        using var stop = new CancellationTokenSource();
        var transfers = Enumerable.Range(0, 2).Select(seed => Task.Run(() => TransferAsync(world.Source, seed, stop.Token))).ToList();
        BackupInfo backup;
        try
        {
            while (await world.Source.ScalarAsync<long>(Moved) == 0)
                transfers.Should().OnlyContain(t => !t.IsCompleted);
            backup = await world.Backups.CreateBackupAsync(
                new BackupOptions { Format = format, Jobs = 3, Compression = BackupCompression.Zstd });
        }
        finally
        {
            await stop.CancelAsync();
        }

        (await Task.WhenAll(transfers)).Sum().Should().BeGreaterThan(20, "money moved meanwhile");
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await world.RestoreAsync(backup.Id, new RestoreOptions(), target);
        (await target.ScalarAsync<long>(Total)).Should().Be(Tables * AccountsPerTable * Balance);
        (await target.ScalarAsync<long>(Moved)).Should().BePositive("the snapshot is of a moment within");
    }

    private static async Task<int> TransferAsync(TestDatabase database, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            var amount = random.Next(1, 100).ToString(CultureInfo.InvariantCulture);
            // In a fixed order of tables and accounts, so that the two never wait for each other.
            var (from, to) = (random.Next(Tables - 1), 0);
            to = random.Next(from + 1, Tables);
            await using var command = new NpgsqlCommand(
                $"UPDATE bank_{from} SET balance = balance - {amount} WHERE id = {random.Next(AccountsPerTable)};"
                + $"UPDATE bank_{to} SET balance = balance + {amount} WHERE id = {random.Next(AccountsPerTable)}",
                connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            count++;
        }

        return count;
    }
}
