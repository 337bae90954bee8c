using FluentAssertions;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>Others change definitions while a backup runs.</summary>
public sealed class ConcurrentDefinitionTests(FaultServer fixture, ITestOutputHelper output) : FaultTest(fixture)
{
    // The foreign key of a partition that is detached, and what else would break a second time, is put back by a later one.
    private static readonly string[] Changes =
    [
        "ALTER TABLE bank.account_2 ADD COLUMN more int",
        "ALTER TABLE bank.account_2 DROP COLUMN IF EXISTS more",
        "ALTER TABLE bank.account_3 RENAME TO account_three; ALTER TABLE bank.account_three RENAME TO account_3",
        "CREATE TABLE bank.passing AS SELECT * FROM bank.transfer; DROP TABLE bank.passing",
        "CREATE INDEX account_4_kind ON bank.account_4 (kind); DROP INDEX bank.account_4_kind",
        "ALTER TABLE bank.log DETACH PARTITION bank.log_1; ALTER TABLE bank.log ATTACH PARTITION bank.log_1 FOR VALUES FROM (0) TO (1000)",
        "CREATE TABLE bank.emptied AS SELECT 1 AS a; TRUNCATE bank.emptied; DROP TABLE bank.emptied",
        "CREATE VIEW bank.fleeting AS SELECT id FROM bank.account_1; DROP VIEW bank.fleeting",
        "CREATE FUNCTION bank.fleeting() RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION bank.fleeting()",
        "CREATE TYPE bank.fleeting AS (a int, b text); ALTER TYPE bank.fleeting ADD ATTRIBUTE c int; DROP TYPE bank.fleeting",
        "CREATE SEQUENCE bank.fleeting; DROP SEQUENCE bank.fleeting",
        "CREATE TABLE bank.parent (id int PRIMARY KEY); ALTER TABLE bank.account_5 ADD COLUMN parent int REFERENCES bank.parent; "
            + "DROP TABLE bank.parent CASCADE; ALTER TABLE bank.account_5 DROP COLUMN parent",
        "CREATE FUNCTION bank.fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
            + "CREATE TRIGGER t AFTER INSERT ON bank.account_1 FOR EACH ROW EXECUTE FUNCTION bank.fires(); "
            + "DROP FUNCTION bank.fires() CASCADE",
        "CREATE STATISTICS bank.fleeting ON id, balance FROM bank.account_1; DROP STATISTICS bank.fleeting",
        "CREATE DOMAIN bank.fleeting AS int CHECK (VALUE > 0); DROP DOMAIN bank.fleeting",
        "CREATE SCHEMA passing CREATE TABLE t (id int) CREATE VIEW v AS SELECT id FROM t; DROP SCHEMA passing CASCADE",
        "REINDEX TABLE bank.account_1; CLUSTER bank.account_1 USING account_1_pkey",
    ];

    [Fact]
    public async Task Backup_amid_changes_of_others_can_be_restored_or_says_why_there_is_none()
    {
        using var stop = new CancellationTokenSource();
        var seeds = FaultSeeds.Take(2, output).ToList();
        var changes = seeds.Select(seed => Task.Run(() => ChangeAsync(seed, stop.Token))).ToList();
        var (made, refused) = (0, new List<string>());
        try
        {
            for (var i = 0; i < 6; i++)
            {
                try
                {
                    await Backups.CreateBackupAsync(new BackupOptions { Jobs = 1 + (i % 3), LockTimeout = TimeSpan.FromSeconds(5) });
                    made++;
                }
                catch (PgBackupException exception)
                {
                    refused.Add($"{exception.Code}: {exception.Message}");
                    exception.Code.Should().BeOneOf(PgBackupErrorCodes.SchemaChanged, PgBackupErrorCodes.LockTimeout);
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            output.WriteLine($"{(await Task.WhenAll(changes)).Sum()} changes, {made} backups, refused:\n{string.Join('\n', refused)}");
        }

        made.Should().BePositive();
        foreach (var backup in await Backups.ListBackupsAsync())
            (await Backups.VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();
        await NothingIsLeftAsync("all is done");
    }

    private async Task<int> ChangeAsync(int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var count = 0;
        await using var connection = await FaultServer.OpenAsync(Source, "migration");
        while (!stop.IsCancellationRequested)
        {
            foreach (var statement in Changes[random.Next(Changes.Length)].Split(';'))
            {
                try
                {
                    await using var command = new NpgsqlCommand("SET lock_timeout = '3s';" + statement, connection) { CommandTimeout = 60 };
                    await command.ExecuteNonQueryAsync(CancellationToken.None);
                    count++;
                }
                catch (PostgresException)
                {
                    // The other one has just done the like, or a backup holds the lock.
                }
            }

            await Task.Delay(random.Next(20), CancellationToken.None);
        }

        return count;
    }
}
