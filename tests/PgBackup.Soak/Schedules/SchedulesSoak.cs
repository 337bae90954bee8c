using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Rounds;

namespace PgBackup.Soak.Schedules;

/// <summary>Schedules that are due every second, run by several processes that are killed at random: none lost, none doubled?</summary>
public static class SchedulesSoak
{
    private static readonly (string Id, string Cron, OverlapRule Overlap)[] Schedules =
    [
        ("allow", "* * * * * *", OverlapRule.Allow),
        ("wait", "* * * * * *", OverlapRule.Wait),
        ("skip", "* * * * * *", OverlapRule.Skip),
    ];

    /// <summary>Soaks.</summary>
    /// <returns>0; 1 when a due time was lost or doubled.</returns>
    public static async Task<int> RunAsync(TimeSpan time, int seed, int instances, int? major, CancellationToken cancellationToken)
    {
        await using var server = await ThrowawayServer.StartAsync(major, cancellationToken: cancellationToken);
        Console.WriteLine($"{server.Source}, seed {seed}, {instances} instances, {time.TotalMinutes:0.#} min");
        try
        {
            Console.WriteLine((await RunAsync(server, time, seed, instances, cancellationToken)).ToString());
            return 0;
        }
        catch (ViolationException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Soaks on a server, in a database of its own.</summary>
    /// <exception cref="ViolationException">A due time was lost or doubled.</exception>
    public static async Task<ScheduleFigures> RunAsync(
        ThrowawayServer server, TimeSpan time, int seed, int instances, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("pgbackup-schedules-");
        var connectionString = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        try
        {
            await using var provider = new ServiceCollection()
                .AddPgBackup(o => (o.ConnectionString, o.Directory) = (connectionString, directory.FullName))
                    .Services.BuildServiceProvider();
            var service = provider.GetRequiredService<IScheduledBackupService>();
            foreach (var (id, cron, overlap) in Schedules)
            {
                await service.AddAsync(
                    new BackupSchedule
                    {
                        Id = id,
                        Schedule = cron,
                        TimeZone = "UTC",
                        Overlap = overlap,
                        Options = new BackupOptions { SchemaOnly = true, Compression = BackupCompression.None },
                    },
                    cancellationToken);
            }

            var starts = await ReadAsync(connectionString, "SELECT id, planned_until FROM pgbackup.schedule");
            var group = new InstanceGroup(connectionString, directory.FullName, seed);
            using var disturbing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var running = new CancellationTokenSource();
            disturbing.CancelAfter(time);
            var processes = Enumerable.Range(1, instances).Select(n => group.KeepOneAsync(n, disturbing.Token, running.Token)).ToList();
            await Task.WhenAny(Task.WhenAll(processes), Task.Delay(time, CancellationToken.None));
            var end = (await ReadAsync(connectionString, "SELECT '', clock_timestamp()"))[""];
            var settled = SettleAsync(connectionString, end);
            await Task.WhenAny([settled, .. processes]);
            await running.CancelAsync();
            await Task.WhenAll(processes);
            await settled;

            var backups = await provider.GetRequiredService<IDatabaseBackup>().ListBackupsAsync(cancellationToken: CancellationToken.None);
            var runs = await service.ListRunsAsync(limit: 10_000, cancellationToken: CancellationToken.None);
            var figures = ScheduleFigures.Count(runs, backups, starts, end, Schedules.ToDictionary(s => s.Id, s => s.Overlap));
            return figures with
            {
                Kills = group.Kills,
                Interruptions = group.Interruptions,
                Adopted = group.Adopted,
                Freezes = group.Freezes,
                Doubles = group.Doubles,
            };
        }
        finally
        {
            await server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!, CancellationToken.None);
            directory.Delete(recursive: true);
        }
    }

    // All that was due is planned and has ended; those killed last are taken over when their leases run out.
    private static async Task SettleAsync(string connectionString, DateTimeOffset end)
    {
        var limit = DateTime.UtcNow.AddMinutes(3);
        var text = end.ToString("O", CultureInfo.InvariantCulture);
        while ((await ReadAsync(
            connectionString,
            $"""
            SELECT id, planned_until FROM pgbackup.schedule s
            WHERE planned_until < '{text}' OR EXISTS (
                SELECT FROM pgbackup.schedule_run WHERE schedule_id = s.id AND state IN ('pending', 'running') AND due_at <= '{text}')
            """)).Count > 0)
        {
            if (DateTime.UtcNow > limit)
                throw new ViolationException("Runs that were due have not ended three minutes later.");
            await Task.Delay(200);
        }
    }

    private static async Task<Dictionary<string, DateTimeOffset>> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0), await reader.GetFieldValueAsync<DateTimeOffset>(1));
        return rows;
    }
}
