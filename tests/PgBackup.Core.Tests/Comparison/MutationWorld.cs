namespace PgBackup.Tests.Comparison;

/// <summary>The objects that <see cref="Mutations"/> change, each in one respect.</summary>
internal static class MutationWorld
{
    public const string Roles = """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'comparison_one') THEN CREATE ROLE comparison_one; END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'comparison_two') THEN CREATE ROLE comparison_two; END IF;
        END $$
        """;

    public const string Objects = """
        CREATE SCHEMA s;
        CREATE SCHEMA pgbackup;
        CREATE TABLE pgbackup.history (i int);
        CREATE TYPE enum AS ENUM ('a', 'b');
        CREATE TYPE composite AS (a int, b text);
        CREATE DOMAIN domain AS int CONSTRAINT positive CHECK (VALUE > 0);
        CREATE DOMAIN domain2 AS int;
        CREATE DOMAIN domain3 AS int;
        CREATE TYPE base;
        CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, STORAGE = extended);
        CREATE SEQUENCE seq; CREATE SEQUENCE seq2; CREATE SEQUENCE seq3;
        CREATE FUNCTION f1() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION f2() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION f3() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION f4() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION f5() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION f6(int) RETURNS SETOF int LANGUAGE sql STRICT AS 'SELECT 1';
        CREATE FUNCTION f7() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION on_event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE AGGREGATE agg(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
        CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int);
        CREATE OPERATOR FAMILY fam USING btree;
        CREATE OPERATOR CLASS cls FOR TYPE int USING btree FAMILY fam AS OPERATOR 3 =, FUNCTION 1 btint4cmp(int, int);
        CREATE COLLATION coll (provider = libc, locale = 'C');
        CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE TABLE parent (p int);
        CREATE TABLE child () INHERITS (parent);
        CREATE TABLE part (k int NOT NULL, v text) PARTITION BY LIST (k);
        CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
        CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
        CREATE INDEX part_index ON ONLY part (v);
        CREATE INDEX part_1_index ON part_1 (v);
        CREATE TABLE t (
            a int PRIMARY KEY, b text, c text DEFAULT 'x', d int NOT NULL, e numeric(10, 2), f text, g text,
                h int GENERATED ALWAYS AS IDENTITY,
            i int, j text[], k domain);
        CREATE TABLE u (a int, b int, c int, d int, e text);
        CREATE TABLE refers (a int CONSTRAINT r1 REFERENCES t, b int CONSTRAINT r2 REFERENCES t, c int, d int);
        CREATE TABLE settings_1 (a int); CREATE TABLE settings_2 (a int); CREATE TABLE settings_3 (a int); CREATE TABLE settings_4 (a int);
        CREATE TABLE settings_5 (a int); CREATE TABLE settings_6 (a int); CREATE TABLE settings_7 (a text); CREATE TABLE settings_8 (a int);
        CREATE INDEX i1 ON u (a); CREATE INDEX i2 ON u (b); CREATE INDEX i3 ON u ((c + 1)); CREATE INDEX i4 ON u (d);
        CREATE UNIQUE INDEX i5 ON settings_5 (a);
        CREATE STATISTICS stat ON a, b FROM u;
        CREATE VIEW view_1 AS SELECT a FROM t; CREATE VIEW view_2 AS SELECT a FROM t; CREATE VIEW view_3 AS SELECT a FROM t;
        CREATE MATERIALIZED VIEW mat AS SELECT a FROM t; CREATE MATERIALIZED VIEW mat_2 AS SELECT a FROM t;
        CREATE RULE rule AS ON DELETE TO u DO INSTEAD NOTHING; CREATE RULE rule_2 AS ON UPDATE TO u DO ALSO NOTHING;
        CREATE TRIGGER trig BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION nothing();
        CREATE TRIGGER trig_2 BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION nothing();
        CREATE EVENT TRIGGER comparison_event ON sql_drop EXECUTE FUNCTION on_event();
        CREATE POLICY pol ON u USING (a > 0); CREATE POLICY pol_2 ON u FOR SELECT USING (true);
        CREATE PUBLICATION pub FOR TABLE t; CREATE PUBLICATION pub_2 FOR TABLE t;
        CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER server FOREIGN DATA WRAPPER wrapper OPTIONS (a '1');
        CREATE USER MAPPING FOR comparison_one SERVER server OPTIONS (a '1');
        CREATE FOREIGN TABLE foreign_table (a int) SERVER server;
        CREATE TEXT SEARCH CONFIGURATION conf (COPY = simple);
        CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple);
        CREATE EXTENSION IF NOT EXISTS plpgsql;
        CREATE TABLE rows_1 (id int PRIMARY KEY, v text); CREATE TABLE rows_2 (v text); CREATE TABLE rows_3 ();
        CREATE TABLE rows_4 (f float8);
        INSERT INTO t (a, d, i) VALUES (1, 1, 1);
        INSERT INTO rows_1 SELECT i, 'v' || i FROM generate_series(1, 1000) i; INSERT INTO rows_2 VALUES (NULL), ('x'), ('x');
        INSERT INTO rows_3 DEFAULT VALUES; INSERT INTO rows_4 VALUES (0.1), ('NaN'); INSERT INTO part VALUES (1, 'x'), (2, 'x');
        SELECT lo_from_bytea(501, 'abc'), lo_from_bytea(502, 'abc'), lo_from_bytea(503, 'abc');
        COMMENT ON TABLE t IS 'a table'; COMMENT ON COLUMN t.a IS 'a column';
        GRANT SELECT ON settings_6 TO comparison_one; GRANT SELECT (a) ON u TO comparison_one;
        """;
}
