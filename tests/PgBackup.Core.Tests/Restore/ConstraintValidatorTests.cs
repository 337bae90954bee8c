using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class ConstraintValidatorTests
{
    private const string Tables = """
        CREATE SCHEMA "Odd ""schema";
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE "Odd ""schema"."Child" (id int, parent_id int);
        CREATE TABLE other (parent_id int);
        INSERT INTO parent VALUES (1);
        INSERT INTO "Odd ""schema"."Child" VALUES (1, 1), (2, 4711);
        INSERT INTO other VALUES (1);
        ALTER TABLE "Odd ""schema"."Child" ADD CONSTRAINT "To parent" FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
        ALTER TABLE other ADD CONSTRAINT positive CHECK (parent_id > 0) NOT VALID;
        ALTER TABLE other ADD CONSTRAINT other_fk FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
        """;

    private static readonly ConstraintName Broken = new("Odd \"schema", "Child", "To parent");

    [Theory]
    [EachMajor]
    public async Task All_foreign_keys_are_proven_or_reported_with_the_reason_but_no_row(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Tables);

        var violations = await ValidateAsync(database, null);

        violations.Should().ContainSingle().Which.Constraint.Should().Be(Broken);
        violations[0].Reason.Should().Contain("violates foreign key constraint \"To parent\"").And.NotContain("4711");
        (await UnprovenAsync(database)).Should().Equal("To parent", "positive");

        await database.ExecuteAsync("INSERT INTO parent VALUES (4711)");
        (await ValidateAsync(database, null)).Should().BeEmpty();
        (await UnprovenAsync(database)).Should().Equal("positive");
    }

    [Fact]
    public async Task Only_the_constraints_given_are_proven()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync(Tables);

        (await ValidateAsync(database, [new ConstraintName("public", "other", "positive")])).Should().BeEmpty();
        (await UnprovenAsync(database)).Should().Equal("To parent", "other_fk");

        (await ValidateAsync(database, [])).Should().BeEmpty();
        (await UnprovenAsync(database)).Should().Equal("To parent", "other_fk");
    }

    [Fact]
    public async Task Unknown_constraint_is_an_error_and_nothing_is_tried()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync(Tables);

        var act = () => ValidateAsync(
            database, [new ConstraintName("public", "other", "positive"), new ConstraintName("public", "other", "other_fkey")]);

        (await act.Should().ThrowAsync<PgBackupException>().WithMessage("*other_fkey*it has*other_fk*")).Which.Code
            .Should().Be("relation_not_found");
        (await UnprovenAsync(database)).Should().Contain("positive");
        var withNull = () => ValidateAsync(database, [null!]);
        await withNull.Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [EachMajor]
    public async Task Foreign_key_to_a_partitioned_table_is_proven_once(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            INSERT INTO parts VALUES (1);
            CREATE TABLE child (parts_id int);
            INSERT INTO child VALUES (2);
            ALTER TABLE child ADD CONSTRAINT child_fk FOREIGN KEY (parts_id) REFERENCES parts NOT VALID
            """);

        (await ValidateAsync(database, null)).Should().Equal(
        [
            new ConstraintViolation(
                new ConstraintName("public", "child", "child_fk"),
                "insert or update on table \"child\" violates foreign key constraint \"child_fk\""),
        ]);

        await database.ExecuteAsync("INSERT INTO parts VALUES (2)");
        (await ValidateAsync(database, null)).Should().BeEmpty();
        (await database.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'child_fk'")).Should().BeTrue();
    }

    [Theory]
    [EachMajor(From = 18)]
    public async Task Foreign_keys_of_partitioned_tables_and_those_not_enforced_are_told_apart(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE parts (id int) PARTITION BY RANGE (id);
            CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            INSERT INTO parts VALUES (2);
            ALTER TABLE parts ADD CONSTRAINT parts_fk FOREIGN KEY (id) REFERENCES parent NOT VALID;
            CREATE TABLE lax (id int CONSTRAINT never REFERENCES parent NOT ENFORCED)
            """);

        (await ValidateAsync(database, null)).Should().ContainSingle().Which.Constraint.Name.Should().Be("parts_fk");

        await database.ExecuteAsync("INSERT INTO parent VALUES (2)");
        (await ValidateAsync(database, null)).Should().BeEmpty();
        (await UnprovenAsync(database)).Should().Equal("never");
    }

    [Fact]
    public async Task Lock_of_others_is_waited_for_no_longer_than_the_timeout()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync(Tables);
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE other", connection))
            await command.ExecuteNonQueryAsync();

        var act = () => ValidateAsync(database, [new ConstraintName("public", "other", "positive")], TimeSpan.FromMilliseconds(100));

        (await act.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("55P03");
    }

    private static async Task<IReadOnlyList<ConstraintViolation>> ValidateAsync(
        TestDatabase database, IReadOnlyList<ConstraintName>? constraints, TimeSpan? lockTimeout = null)
    {
        await using var connector = DatabaseConnector.For(database.ConnectionString);
        return await new ConstraintValidator(connector, lockTimeout ?? TimeSpan.FromMinutes(1)).ValidateAsync(constraints, default);
    }

    private static Task<IReadOnlyList<string>> UnprovenAsync(TestDatabase database) =>
        database.ColumnAsync<string>("SELECT conname::text FROM pg_constraint WHERE NOT convalidated ORDER BY conname COLLATE \"C\"");
}
