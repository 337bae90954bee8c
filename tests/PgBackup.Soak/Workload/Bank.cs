using System.Globalization;
using Npgsql;

namespace PgBackup.Soak.Workload;

/// <summary>Accounts in many tables, between which money moves: its sum is always the same.</summary>
public static class Bank
{
    public const int Tables = 6;
    public const int AccountsPerTable = 200;
    public const long Total = Tables * AccountsPerTable * 1000L;

    // The server has other work to do.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>The tables, one of them wide and cut into several segments, and objects of other kinds that a restore must bring
    /// back.</summary>
    public const string Script = """
        CREATE SCHEMA bank;
        CREATE TYPE bank.kind AS ENUM ('private', 'business');
        CREATE SEQUENCE bank.transfer_number;
        CREATE FUNCTION bank.interest(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 / 100';
        DO $$ BEGIN
            FOR t IN 0..5 LOOP
                EXECUTE format('CREATE TABLE bank.account_%s (id int PRIMARY KEY, balance int NOT NULL,
                                kind bank.kind DEFAULT ''private'', note text)', t);
                EXECUTE format('ALTER TABLE bank.account_%s ALTER note SET STORAGE EXTERNAL', t);
                EXECUTE format('INSERT INTO bank.account_%1$s
                                SELECT i, 1000, ''private'', repeat(chr(65 + i %% 26), CASE %1$s WHEN 0 THEN 20000 ELSE 100 END)
                                FROM generate_series(0, 199) i', t);
            END LOOP;
        END $$;
        CREATE TABLE bank.transfer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, amount int NOT NULL,
            account_id int NOT NULL REFERENCES bank.account_1, doubled int GENERATED ALWAYS AS (amount * 2) STORED);
        INSERT INTO bank.transfer (at, amount, account_id)
            SELECT '2026-01-01'::timestamptz + i * interval '1 min', i, i % 200 FROM generate_series(1, 20000) i;
        CREATE INDEX transfer_at ON bank.transfer (at);
        CREATE INDEX transfer_interest ON bank.transfer (bank.interest(amount));
        CREATE TABLE bank.log (at int NOT NULL, what text) PARTITION BY RANGE (at);
        CREATE TABLE bank.log_1 PARTITION OF bank.log FOR VALUES FROM (0) TO (1000);
        CREATE TABLE bank.log_2 PARTITION OF bank.log DEFAULT;
        INSERT INTO bank.log SELECT i, md5(i::text) FROM generate_series(1, 5000) i;
        CREATE VIEW bank.rich AS SELECT id, balance FROM bank.account_1 WHERE balance > 1000;
        CREATE MATERIALIZED VIEW bank.transfers AS SELECT count(*) AS n FROM bank.transfer;
        SELECT lo_from_bytea(0, convert_to(repeat('statement ', 1000), 'UTF8')) FROM generate_series(1, 3);
        """;

    /// <summary>The sum of all accounts.</summary>
    public const string Sum = """
        SELECT sum(balance)::bigint FROM (SELECT balance FROM bank.account_0 UNION ALL SELECT balance FROM bank.account_1
            UNION ALL SELECT balance FROM bank.account_2 UNION ALL SELECT balance FROM bank.account_3
            UNION ALL SELECT balance FROM bank.account_4 UNION ALL SELECT balance FROM bank.account_5) b
        """;

    /// <summary>Moves money until it is told to stop, whatever happens to its connection.</summary>
    /// <returns>How many transfers were made.</returns>
    public static async Task<int> MoveMoneyAsync(string connectionString, int seed, CancellationToken stop)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "moves money" };
        var random = new Random(seed);
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(CancellationToken.None);
                while (!stop.IsCancellationRequested)
                {
                    await using var command = new NpgsqlCommand(Transfer(random), connection);
                    await command.ExecuteNonQueryAsync(CancellationToken.None);
                    count++;
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
            catch (NpgsqlException)
            {
                // The server is down, or somebody ended the session.
                await Task.Delay(50, CancellationToken.None);
            }
        }

        return count;
    }

    // One transaction; in a fixed order of tables, so that two writers never wait for each other.
    private static string Transfer(Random random)
    {
        var amount = random.Next(1, 100).ToString(CultureInfo.InvariantCulture);
        var from = random.Next(Tables - 1);
        var to = random.Next(from + 1, Tables);
        return $"UPDATE bank.account_{from} SET balance = balance - {amount} WHERE id = {random.Next(AccountsPerTable)};"
            + $"UPDATE bank.account_{to} SET balance = balance + {amount} WHERE id = {random.Next(AccountsPerTable)}";
    }
}
