using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

public sealed class UserCatalogsTests
{
    // What is read of each, when nothing else is there that would have its catalog read.
    private static readonly (string Read, string Create)[] Kinds =
    [
        ("Language", "CREATE LANGUAGE l HANDLER pg_catalog.plpgsql_call_handler"),
        ("Collation", "CREATE COLLATION public.c (LOCALE = 'C')"),
        ("RangeType", "CREATE TYPE public.r AS RANGE (SUBTYPE = int4)"),
        ("Function", "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        ("Aggregate", "CREATE AGGREGATE public.a (int4) (SFUNC = int4pl, STYPE = int4)"),
        ("Cast", "CREATE CAST (pg_catalog.point AS pg_catalog.json) WITH INOUT"),
        ("Transform", "CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal))"),
        ("AccessMethod", "CREATE ACCESS METHOD h TYPE TABLE HANDLER pg_catalog.heap_tableam_handler"),
        ("Operator", "CREATE OPERATOR public.<<< (FUNCTION = int4lt, LEFTARG = int4, RIGHTARG = int4)"),
        ("OperatorFamily", "CREATE OPERATOR FAMILY public.f USING btree"),
        ("OperatorFamilyMembers", """
            CREATE FUNCTION public.f(int4, uuid) RETURNS int LANGUAGE sql AS 'SELECT 1';
            ALTER OPERATOR FAMILY pg_catalog.integer_ops USING btree ADD FUNCTION 1 public.f(int4, uuid)
            """),
        ("OperatorClass.Members", """
            CREATE OPERATOR CLASS public.c FOR TYPE int4 USING hash AS OPERATOR 1 =, FUNCTION 1 pg_catalog.hashint4(int4)
            """),
        ("Conversion", "CREATE CONVERSION public.c FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8"),
        ("TextSearchParser", """
            CREATE TEXT SEARCH PARSER public.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)
            """),
        ("TextSearchTemplate", "CREATE TEXT SEARCH TEMPLATE public.t (LEXIZE = dsimple_lexize)"),
        ("TextSearchDictionary", "CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.simple)"),
        ("TextSearchConfiguration", "CREATE TEXT SEARCH CONFIGURATION public.c (COPY = pg_catalog.simple)"),
        ("ForeignDataWrapper", "CREATE FOREIGN DATA WRAPPER w"),
        ("ForeignServer", "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w"),
        ("UserMapping", """
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s
            """),
        ("Table.Parents", "CREATE TABLE public.p (i int); CREATE TABLE public.c () INHERITS (public.p)"),
        ("IndexAttach", """
            CREATE TABLE public.p (i int) PARTITION BY RANGE (i); CREATE TABLE public.c PARTITION OF public.p DEFAULT;
            CREATE INDEX ON public.p (i)
            """),
        ("View", "CREATE VIEW public.v AS SELECT 1 AS one"),
        ("MaterializedView", "CREATE MATERIALIZED VIEW public.m AS SELECT 1 AS one"),
        ("Rule", "CREATE TABLE public.t (i int); CREATE RULE r AS ON INSERT TO public.t DO INSTEAD NOTHING"),
        ("Trigger", """
            CREATE TABLE public.t (i int);
            CREATE TRIGGER g BEFORE UPDATE ON public.t FOR EACH ROW
                EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()
            """),
        ("Policy", "CREATE TABLE public.t (i int); CREATE POLICY p ON public.t"),
        ("ExtendedStatistics", "CREATE TABLE public.t (i int, j int); CREATE STATISTICS public.s ON i, j FROM public.t"),
        ("Publication", "CREATE PUBLICATION p"),
        ("PublicationTable", "CREATE TABLE public.t (i int); CREATE PUBLICATION p FOR TABLE public.t"),
        ("EventTrigger", """
            CREATE FUNCTION public.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION public.f()
            """),
        ("DefaultAcl", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC"),
    ];

    [Theory]
    [EachMajor]
    public async Task Object_that_is_the_only_one_of_its_kind_is_read(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        (string Read, string Create)[] kinds = major < 15
            ? Kinds
            : [.. Kinds, ("PublicationSchema", "CREATE SCHEMA s; CREATE PUBLICATION p FOR TABLES IN SCHEMA s")];

        var missed = new List<string>();
        foreach (var (read, create) in kinds)
        {
            if (!(await ReadAsync(database, create)).Contains(read))
                missed.Add(read);
        }

        missed.Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Queries_for_kinds_that_are_not_there_are_left_out(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var connection = await database.OpenAsync();

        var found = await UserCatalogs.FindAsync(connection, ["pg_operator", "pg_class", "pg_inherits"], CancellationToken.None);
        found.Should().NotContain(["pg_operator", "pg_inherits"]);

        await database.ExecuteAsync("CREATE TABLE p (i int); CREATE TABLE c () INHERITS (p)");
        found = await UserCatalogs.FindAsync(connection, ["pg_operator", "pg_class", "pg_inherits"], CancellationToken.None);
        found.Should().BeEquivalentTo("pg_class", "pg_inherits");
    }

    // What is made is gone when the connection closes.
    private static async Task<HashSet<string>> ReadAsync(TestDatabase database, string create)
    {
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"{create};\nSET LOCAL search_path = ''", connection);
        await command.ExecuteNonQueryAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(database.Major * 10000), CancellationToken.None);
        var read = query.Catalog.Objects.Select(o => o.GetType().Name).ToHashSet();
        if (query.Catalog.Objects.OfType<Table>().Any(t => t.Parents.Count > 0))
            read.Add("Table.Parents");
        if (query.Catalog.Objects.OfType<OperatorClass>().Any(c => c.Members.Count > 0))
            read.Add("OperatorClass.Members");
        return read;
    }
}
