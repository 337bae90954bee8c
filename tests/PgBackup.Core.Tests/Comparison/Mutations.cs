namespace PgBackup.Tests.Comparison;

/// <summary>Changes of the <see cref="MutationWorld"/> that do not touch one another.</summary>
internal static class Mutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("ALTER SCHEMA s OWNER TO comparison_one", "schema s: owner",
            "privileges on schema s to comparison_one by comparison_one: existence", "privileges on schema s to postgres by postgres: existence"),
        new("CREATE EXTENSION pgcrypto SCHEMA s", "extension pgcrypto: existence", "comment on extension pgcrypto: existence"),

        // Types
        new("ALTER TYPE enum ADD VALUE 'between' BEFORE 'b'", "type public.enum: labels"),
        new("ALTER TYPE composite ALTER ATTRIBUTE b TYPE varchar(7)", "attribute public.composite.b: type"),
        new("ALTER DOMAIN domain SET DEFAULT 5", "type public.domain: default expression", "type public.domain: typdefault"),
        new("ALTER DOMAIN domain2 SET NOT NULL", "type public.domain2: typnotnull",
            "17+ not-null constraint domain2_not_null on public.domain2: existence",
            "17+ dependency domain constraint domain2_not_null on public.domain2 on type public.domain2: existence"),
        new("ALTER DOMAIN domain3 ADD CONSTRAINT odd CHECK (VALUE % 2 = 1) NOT VALID", "constraint odd on public.domain3: existence",
            "dependency domain constraint odd on public.domain3 on type public.domain3: existence"),
        new("ALTER TYPE base SET (STORAGE = main)", "type public.base: typstorage"),

        // Functions and operators
        new("ALTER FUNCTION f1() COST 7", "function public.f1(): procost", "function public.f1(): definition"),
        new("ALTER FUNCTION f2() SET work_mem = '1MB'", "function public.f2(): proconfig", "function public.f2(): definition"),
        new("ALTER FUNCTION f3() PARALLEL SAFE", "function public.f3(): proparallel", "function public.f3(): definition"),
        new("ALTER FUNCTION f4() SECURITY DEFINER", "function public.f4(): prosecdef", "function public.f4(): definition"),
        new("CREATE OR REPLACE FUNCTION f5() RETURNS int LANGUAGE sql AS 'SELECT 2'", "function public.f5(): prosrc", "function public.f5(): definition"),
        new("ALTER FUNCTION f6(int) ROWS 9", "function public.f6(integer): prorows", "function public.f6(integer): definition"),
        new("REVOKE EXECUTE ON FUNCTION f7() FROM PUBLIC", "privileges on function public.f7() to PUBLIC by postgres: existence"),
        new("CREATE OR REPLACE AGGREGATE agg(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')", "aggregate public.agg(integer): aggregate"),
        new("ALTER OPERATOR === (int, int) SET (RESTRICT = eqsel)", "operator public.===(integer,integer): oprrest"),
        new("ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 <(int, int)",
            "operator of family operator 1 (integer, integer) of public.fam USING btree: existence",
            "14- dependency operator of access method operator 1 (integer, integer) of public.fam USING btree on operator family public.fam USING btree: existence",
            "14+ dependency operator of access method operator 1 (integer, integer) of public.fam USING btree on operator class public.cls USING btree: existence"),
        new("ALTER OPERATOR CLASS cls USING btree OWNER TO comparison_one", "operator class public.cls USING btree: owner"),
        new("ALTER COLLATION coll OWNER TO comparison_one", "collation public.coll: owner"),
        new("UPDATE pg_conversion SET condefault = true WHERE conname = 'conv'", "conversion public.conv: condefault"),
        new("CREATE CAST (enum AS int) WITH INOUT", "cast (public.enum AS integer): existence"),

        // Tables
        new("ALTER TABLE settings_1 SET (fillfactor = 50)", "table public.settings_1: reloptions"),
        new("ALTER TABLE settings_2 SET UNLOGGED", "table public.settings_2: relpersistence"),
        new("ALTER TABLE settings_3 REPLICA IDENTITY FULL", "table public.settings_3: relreplident"),
        new("ALTER TABLE settings_4 ENABLE ROW LEVEL SECURITY", "table public.settings_4: relrowsecurity"),
        new("ALTER TABLE settings_5 CLUSTER ON i5", "index public.i5: indisclustered"),
        new("GRANT INSERT ON settings_6 TO comparison_one WITH GRANT OPTION", "privileges on table public.settings_6 to comparison_one by postgres: granted"),
        new("ALTER TABLE settings_7 SET (toast.autovacuum_enabled = off)", "table public.settings_7: toast options"),
        new("ALTER TABLE settings_8 FORCE ROW LEVEL SECURITY", "table public.settings_8: relforcerowsecurity"),
        new("ALTER TABLE child NO INHERIT parent", "table public.child: parents", "column public.child.p: attinhcount", "column public.child.p: attislocal"),
        new("ALTER TABLE part DETACH PARTITION part_2", "table public.part_2: parents", "table public.part_2: partition bound",
            "table public.part_2: relispartition", "column public.part_2.k: attinhcount", "column public.part_2.v: attinhcount",
            "column public.part_2.k: attislocal", "column public.part_2.v: attislocal",
            "18+ not-null constraint part_k_not_null on public.part_2: coninhcount", "18+ not-null constraint part_k_not_null on public.part_2: conislocal",
            // The index of the table now covers all of its partitions.
            "index public.part_index: indisvalid",
            "dependency table public.part_2 on table public.part: existence"),
        new("GRANT SELECT (b) ON u TO comparison_one", "privileges on table column public.u.b to comparison_one by postgres: existence"),
        new("GRANT UPDATE (a) ON u TO comparison_one", "privileges on table column public.u.a to comparison_one by postgres: granted"),

        // Columns
        new("ALTER TABLE t ALTER b TYPE varchar(9)", "column public.t.b: type"),
        new("ALTER TABLE t ALTER c SET DEFAULT 'y'", "column public.t.c: default"),
        new("ALTER TABLE t ALTER e SET STATISTICS 33", "column public.t.e: attstattarget"),
        new("ALTER TABLE t ALTER f SET STORAGE EXTERNAL", "column public.t.f: attstorage"),
        new("ALTER TABLE t ALTER g SET (n_distinct = 5)", "column public.t.g: attoptions"),
        new("ALTER TABLE t ALTER h SET GENERATED BY DEFAULT", "column public.t.h: attidentity"),
        new("ALTER TABLE t ALTER i SET NOT NULL", "column public.t.i: attnotnull",
            "18+ not-null constraint t_i_not_null on public.t: existence",
            "18+ dependency table constraint t_i_not_null on public.t on table column public.t.i: existence"),
        new("ALTER TABLE t ALTER j SET COMPRESSION pglz", "column public.t.j: attcompression") { Since = 14 },

        // Constraints, indexes, statistics
        new("ALTER TABLE refers ALTER CONSTRAINT r1 DEFERRABLE", "constraint r1 on public.refers: condeferrable", "constraint r1 on public.refers: definition"),
        new("ALTER TABLE refers DISABLE TRIGGER ALL", "constraint r1 on public.refers: internal triggers", "constraint r2 on public.refers: internal triggers"),
        new("ALTER TABLE refers ADD CONSTRAINT positive CHECK (c > 0) NO INHERIT NOT VALID", "constraint positive on public.refers: existence",
            "dependency table constraint positive on public.refers on table column public.refers.c: existence"),
        new("ALTER INDEX i1 SET (fillfactor = 50)", "index public.i1: reloptions", "index public.i1: definition"),
        new("DROP INDEX i2; CREATE INDEX i2 ON u (b DESC)", "index public.i2: definition"),
        new("ALTER INDEX i3 ALTER COLUMN 1 SET STATISTICS 9", "index public.i3: statistics targets"),
        new("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i4'::regclass", "index public.i4: indisvalid"),
        new("ALTER INDEX part_index ATTACH PARTITION part_1_index", "index public.part_1_index: parent",
            "dependency index public.part_1_index on index public.part_index: existence", "dependency index public.part_1_index on table public.part_1: existence"),
        new("ALTER STATISTICS stat SET STATISTICS 9", "extended statistics public.stat: stxstattarget"),

        // Views, rules, triggers, policies
        new("CREATE OR REPLACE VIEW view_1 AS SELECT a + 0 AS a FROM t", "view public.view_1: view definition"),
        new("ALTER VIEW view_2 SET (security_barrier)", "view public.view_2: reloptions"),
        new("ALTER VIEW view_3 ALTER a SET DEFAULT 1", "column public.view_3.a: atthasdef", "column public.view_3.a: default",
            "dependency default value for public.view_3.a on view column public.view_3.a: existence"),
        new("REFRESH MATERIALIZED VIEW mat WITH NO DATA", "materialized view public.mat: relispopulated", "rows of table public.mat: existence"),
        new("ALTER MATERIALIZED VIEW mat_2 SET (fillfactor = 70)", "materialized view public.mat_2: reloptions"),
        new("CREATE OR REPLACE RULE rule AS ON DELETE TO u DO ALSO NOTHING", "rule rule on public.u: definition", "rule rule on public.u: is_instead"),
        new("ALTER TABLE u DISABLE RULE rule_2", "rule rule_2 on public.u: ev_enabled"),
        new("ALTER TABLE u ENABLE ALWAYS TRIGGER trig", "trigger trig on public.u: tgenabled"),
        new("DROP TRIGGER trig_2 ON u; CREATE TRIGGER trig_2 BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION nothing('x')",
            "trigger trig_2 on public.u: definition", "trigger trig_2 on public.u: tgnargs", "trigger trig_2 on public.u: tgargs"),
        new("ALTER EVENT TRIGGER comparison_event DISABLE", "event trigger comparison_event: evtenabled"),
        new("ALTER POLICY pol ON u TO comparison_one", "policy pol on public.u: roles"),
        new("ALTER POLICY pol_2 ON u USING (b > 0)", "policy pol_2 on public.u: using"),

        // Sequences
        new("ALTER SEQUENCE seq INCREMENT BY 5 CYCLE", "sequence public.seq: seqincrement", "sequence public.seq: seqcycle"),
        new("ALTER SEQUENCE seq2 OWNED BY u.a", "sequence public.seq2: owned by", "dependency sequence public.seq2 on table column public.u.a: existence"),
        new("SELECT setval('seq3', 1, true)", "state of sequence public.seq3: is_called"),
        new("ALTER SEQUENCE t_h_seq MAXVALUE 100", "sequence public.t_h_seq: seqmax"),

        // The rest of the catalog
        new("ALTER PUBLICATION pub SET (publish = 'insert')", "publication pub: pubupdate", "publication pub: pubdelete", "publication pub: pubtruncate"),
        new("ALTER PUBLICATION pub_2 SET TABLE t (a) WHERE (a > 1)", "publication table public.t in pub_2: row filter",
            "publication table public.t in pub_2: columns") { Since = 15 },
        new("ALTER FOREIGN DATA WRAPPER wrapper OPTIONS (ADD x '1')", "foreign-data wrapper wrapper: fdwoptions"),
        new("ALTER SERVER server OPTIONS (SET a '2')", "server server: srvoptions"),
        new("ALTER USER MAPPING FOR comparison_one SERVER server OPTIONS (SET a '2')", "user mapping comparison_one on server server: umoptions"),
        new("ALTER FOREIGN TABLE foreign_table ALTER a OPTIONS (b 'c')", "column public.foreign_table.a: attfdwoptions"),
        new("ALTER TEXT SEARCH CONFIGURATION conf DROP MAPPING FOR email", "text search configuration public.conf: mappings"),
        new("ALTER TEXT SEARCH DICTIONARY dict (accept = false)", "text search dictionary public.dict: dictinitoption"),
        new("ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO comparison_one",
            "default privileges for role postgres in schema s on tables: existence",
            "dependency default acl for role postgres in schema s on tables on schema s: existence",
            "default privileges for role postgres in schema s on tables to comparison_one by postgres: existence"),
        new("COMMENT ON TABLE t IS 'A table'", "comment on table public.t: text"),
        new("COMMENT ON COLUMN t.a IS NULL", "comment on table column public.t.a: existence"),
        new("ALTER FUNCTION nothing() DEPENDS ON EXTENSION plpgsql", "dependency function public.nothing() on extension plpgsql: existence"),
        new("GRANT EXECUTE ON FUNCTION pg_stat_reset() TO comparison_one",
            "privileges of system object on function pg_catalog.pg_stat_reset() to comparison_one by postgres: existence",
            "privileges of system object on function pg_catalog.pg_stat_reset() to postgres by postgres: existence"),

        // Data
        new("UPDATE rows_1 SET v = 'V7' WHERE id = 7", "rows of table public.rows_1: content hash", "row of table public.rows_1: key (7)"),
        new("UPDATE rows_2 SET v = '' WHERE v IS NULL", "rows of table public.rows_2: content hash",
            "row of table public.rows_2: row", "row of table public.rows_2: row"),
        new("INSERT INTO rows_3 DEFAULT VALUES", "rows of table public.rows_3: content hash", "rows of table public.rows_3: row count",
            "row of table public.rows_3: row"),
        new("UPDATE rows_4 SET f = '0.10000000000000002' WHERE f = 0.1", "rows of table public.rows_4: content hash",
            "row of table public.rows_4: row", "row of table public.rows_4: row"),
        new("UPDATE part_1 SET v = 'y'", "rows of table public.part_1: content hash", "row of table public.part_1: row", "row of table public.part_1: row"),
        new("SELECT lo_put(501, 1, 'x')", "content of large object 501: md5"),
        new("ALTER LARGE OBJECT 502 OWNER TO comparison_one", "large object 502: owner",
            "privileges on large object 502 to comparison_one by comparison_one: existence", "privileges on large object 502 to postgres by postgres: existence"),
        new("COMMENT ON LARGE OBJECT 503 IS 'x'", "comment on large object 503: existence"),

        // Left out on purpose
        new("CREATE TABLE pgbackup.more (i int); INSERT INTO pgbackup.history VALUES (1); ALTER TABLE pgbackup.history ADD j int"),
        new("ANALYZE"),
    ];
}
