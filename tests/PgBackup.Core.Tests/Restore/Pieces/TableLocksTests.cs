using FluentAssertions;
using Npgsql;
using PgBackup.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore.Pieces;

/// <summary>The lock modes of steps against those of a server.</summary>
public sealed class TableLocksTests
{
    private static readonly (TableLock Mode, string Name)[] Modes =
    [
        (TableLock.AccessShare, "ACCESS SHARE"),
        (TableLock.RowShare, "ROW SHARE"),
        (TableLock.RowExclusive, "ROW EXCLUSIVE"),
        (TableLock.ShareUpdateExclusive, "SHARE UPDATE EXCLUSIVE"),
        (TableLock.Share, "SHARE"),
        (TableLock.ShareRowExclusive, "SHARE ROW EXCLUSIVE"),
        (TableLock.AccessExclusive, "ACCESS EXCLUSIVE"),
    ];

    [Fact]
    public async Task Steps_conflict_exactly_where_a_server_would_have_one_wait()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t ()");
        await using var holder = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        Modes.Select(m => m.Mode).Should().Equal(Enum.GetValues<TableLock>());
        foreach (var (held, heldName) in Modes)
        {
            await using var holding = await holder.BeginTransactionAsync();
            await ExecuteAsync(holder, $"LOCK TABLE t IN {heldName} MODE");
            foreach (var (wanted, wantedName) in Modes)
            {
                await using var wanting = await other.BeginTransactionAsync();
                var isRefused = false;
                try
                {
                    await ExecuteAsync(other, $"LOCK TABLE t IN {wantedName} MODE NOWAIT");
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    isRefused = true;
                }

                new TableLocks().Add(1, held).ConflictWith(new TableLocks().Add(2, TableLock.AccessExclusive).Add(1, wanted))
                    .Should().Be(isRefused, $"{wanted} meets {held}");
            }
        }
    }

    [Fact]
    public void Steps_of_other_tables_never_conflict()
    {
        var one = new TableLocks().Add([1, 2], TableLock.AccessExclusive);

        one.ConflictWith(new TableLocks().Add([3, 4], TableLock.AccessExclusive)).Should().BeFalse();
        one.ConflictWith(new TableLocks()).Should().BeFalse();
    }

    [Fact]
    public void Stronger_of_two_modes_of_one_table_counts()
    {
        var weakLast = new TableLocks().Add(1, TableLock.AccessExclusive).Add(1, TableLock.AccessShare);
        var strongLast = new TableLocks().Add(1, TableLock.AccessShare).Add(1, TableLock.AccessExclusive);

        weakLast.IsAlone(1).Should().BeTrue();
        strongLast.IsAlone(1).Should().BeTrue();
        new TableLocks().Add(1, TableLock.ShareRowExclusive).IsAlone(1).Should().BeFalse();
        weakLast.ConflictWith(new TableLocks().Add(1, TableLock.AccessShare)).Should().BeTrue();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
