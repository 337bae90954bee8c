using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class EncodingTests
{
    private static readonly ThrowawayDatabaseOptions None = new() { Encoding = "SQL_ASCII" };

    // Bytes that are no UTF-8, before and behind what COPY escapes.
    private const string RawRows = """
        CREATE TABLE t (a text PRIMARY KEY, j json, x text[]);
        INSERT INTO t VALUES ('fine', NULL, NULL), (E'caf\xe9', '{"a":1}', ARRAY[E'\xe9', E'\xe9 "\xff', E'\x85', NULL]),
            (E'\xff\\\xfe\n\x80\t', E'["\xe9\xff" ]', '{}'), (E'\xc3\xa9', E'{"\xc3":"\xa9"}', NULL), (E'"\xc3",', NULL, NULL);
        CREATE TABLE h (a text) PARTITION BY HASH (a);
        CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO h SELECT a FROM t;
        """;

    private const string RawText =
        "SELECT encode(convert_to(a, 'SQL_ASCII'), 'hex') FROM t UNION ALL "
        + "SELECT encode(convert_to(a, 'SQL_ASCII'), 'hex') FROM h ORDER BY 1";

    private const string RawContainers =
        "SELECT encode(convert_to(concat_ws('|', j, x), 'SQL_ASCII'), 'hex') FROM t ORDER BY 1";

    [Theory]
    [EachMajor]
    public async Task Rows_without_an_encoding_keep_their_bytes_in_every_format(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major, None);
        await source.ExecuteAsync(RawRows);
        using var host = new BackupHost();
        var rows = await source.ColumnAsync<string>(RawText);
        rows.Should().HaveCount(10).And.Contain("636166e9");
        foreach (var format in TestFormats.All)
        {
            var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = format.Name });

            await using var restored = await PostgresServers.CreateDatabaseAsync(major, None);
            await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);
            (await restored.ColumnAsync<string>(RawText)).Should().Equal(rows, format.Name);
            (await restored.ColumnAsync<string>(RawContainers)).Should()
                .Equal(await source.ColumnAsync<string>(RawContainers), format.Name);
            var report = await host.For(source.ConnectionString).VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore);
            report.Problems.Should().BeEmpty("the throw-away database has the encoding of the source");
        }
    }

    [Theory]
    [EachMajor]
    public async Task Rows_without_an_encoding_keep_their_bytes_when_psql_loads_them(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major, None);
        await source.ExecuteAsync(RawRows);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        await using var loaded = await PostgresServers.CreateDatabaseAsync(major, None);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);
        (await loaded.ColumnAsync<string>(RawText)).Should().Equal(await source.ColumnAsync<string>(RawText));
        (await loaded.ColumnAsync<string>(RawContainers)).Should().Equal(await source.ColumnAsync<string>(RawContainers));
    }

    [Theory]
    [EachMajor]
    public async Task A_definition_without_an_encoding_is_refused_by_what_it_is(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major, None);
        await database.ExecuteAsync(@"CREATE TABLE t (a text DEFAULT E'caf\xe9')");
        using var host = new BackupHost();

        var backup = () => host.For(database.ConnectionString).CreateBackupAsync();

        var error = (await backup.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.ServerFailed);
        error.Message.Should().Contain("0xe9").And.Contain("SQL_ASCII").And.Contain("definitions");
    }

    [Theory]
    [EachMajor]
    public async Task Text_of_other_encodings_is_the_same_there_and_in_utf8(int major)
    {
        // Roles are the whole server's: the bytes of this one's name are no text in EUC_JP and WIN1252.
        await using var other = await PostgresServers.CreateDatabaseAsync(major);
        var role = $"\"É\u0301 {other.Name}\"";
        await other.ExecuteAsync($"CREATE ROLE {role}");
        foreach (var (encoding, text) in new[] { ("LATIN2", "łžß"), ("WIN1252", "é€œ"), ("EUC_JP", "日本"), ("KOI8R", "жшц") })
            await RoundTripAsync(major, encoding, text);
        await other.ExecuteAsync($"DROP ROLE {role}");
    }

    private static async Task RoundTripAsync(int major, string encoding, string text)
    {
        var options = new ThrowawayDatabaseOptions { Encoding = encoding, Locale = "C" };
        await using var source = await PostgresServers.CreateDatabaseAsync(major, options);
        await source.ExecuteAsync($$"""
            CREATE SCHEMA "{{text}}";
            CREATE TYPE "{{text}}".e AS ENUM ('{{text}}', 'b');
            CREATE TABLE "{{text}}"."t{{text}}" (
                "{{text}}" text DEFAULT '{{text}}' CHECK ("{{text}}" <> 'x{{text}}'), e "{{text}}".e, j json);
            COMMENT ON TABLE "{{text}}"."t{{text}}" IS 'of {{text}}';
            INSERT INTO "{{text}}"."t{{text}}" VALUES ('{{text}}\ {{text}}', '{{text}}', '{"{{text}}":1}'), (NULL, 'b', NULL);
            CREATE FUNCTION "{{text}}".f() RETURNS text LANGUAGE sql AS $$SELECT '{{text}}' -- {{text}}$$;
            CREATE TABLE h (t text) PARTITION BY HASH (t);
            CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO h SELECT '{{text}}' || g FROM generate_series(1, 20) g;
            """);
        using var host = new BackupHost();

        foreach (var format in TestFormats.All.Where(f => f.Name == "sql" || major == TestMajors.Any))
        {
            var id = (await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = format.Name })).Id;
            await using var same = await PostgresServers.CreateDatabaseAsync(major, options);
            await host.For(same.ConnectionString).RestoreBackupAsync(id);
            (await DatabaseComparison.CompareAsync(source.ConnectionString, same.ConnectionString))
                .Should().BeEmpty($"{encoding} in {format.Name}");
        }

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await using var unicode = await PostgresServers.CreateDatabaseAsync(major);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(unicode, script);
        (await DatabaseComparison.CompareAsync(source.ConnectionString, unicode.ConnectionString, new ComparisonOptions { Data = false }))
            .Should().BeEmpty(encoding);
        // Hashes of text are others in another encoding, so the partitions are compared as one.
        var rows = $"""SELECT t FROM h UNION ALL SELECT t::text FROM "{text}"."t{text}" t""";
        (await unicode.ColumnAsync<string>(rows)).Should().BeEquivalentTo(await source.ColumnAsync<string>(rows)).And.HaveCount(22);
    }
}
