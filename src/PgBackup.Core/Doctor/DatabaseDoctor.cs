using System.Data;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Looks for what a backup of a database would miss, and what a restore into it would stumble on.</summary>
internal sealed class DatabaseDoctor(DatabaseConnector connector)
{
    private static readonly IExamination[] Examinations =
    [
        new UnreadableTables(),
        new UnreadableSequences(),
        new UnreadableLargeObjects(),
        new UnreadableCatalogs(),
        new ServerSettings(),
        new BlockingSessions(),
        new LockCapacity(),
        new MissingExtensions(),
        new OutsideTheDatabase(),
        new ForeignOwners(),
        new SuperuserObjects(),
        new HistoryState(),
        new UnfinishedRestores(),
        new InvalidIndexes(),
        new UnvalidatedConstraints(),
        new NotableTables(),
    ];

    /// <summary>Examines the database; only the catalogs are read, and nothing is locked.</summary>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>server_not_supported</c>.</exception>
    public async Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using (var command = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection))
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                await SessionSettings.ApplyAsync(connection, server.Version, lockTimeout: null, reading: true, cancellationToken)
                    .ConfigureAwait(false);
                var database = new ExaminedDatabase(connection, server);
                foreach (var examination in Examinations)
                    await examination.ExamineAsync(database, cancellationToken).ConfigureAwait(false);
                return new DoctorReport
                {
                    Database = server.Database,
                    ServerVersion = server.Version.ToString(),
                    Role = server.Role,
                    Findings = database.Findings,
                };
            }
        }
    }
}
