-- Every built-in type with its odd and extreme values, and tables whose rows are not simply there to be copied.
SET client_min_messages = warning;
CREATE SCHEMA v;
CREATE SCHEMA "V 2";
DO $$ BEGIN CREATE ROLE "Value Role"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TYPE v.color AS ENUM ('red', 'green', 'b''lu\e', 'x y');
CREATE TYPE v.comp AS (a int, b text, c v.color[]);
CREATE TYPE v.fr AS RANGE (SUBTYPE = float8);
CREATE DOMAIN v.pos AS int CHECK (VALUE > 0);
CREATE DOMAIN v.compd AS v.comp;

CREATE TABLE v.numbers (id int PRIMARY KEY, si smallint, i int, bi bigint, n numeric, n2 numeric(1000, 999), r real, d float8, m money, o oid);
INSERT INTO v.numbers VALUES
    (1, -32768, -2147483648, -9223372036854775808, 'NaN', 'NaN', 'NaN', 'NaN', '-92233720368547758.08', 4294967295),
    (2, 32767, 2147483647, 9223372036854775807, 1e131071, 9.9e-999, 'Infinity', '-Infinity', '92233720368547758.07', 0),
    (3, 0, 0, 0, -1e-16383, 1.5, 1.4e-45, 5e-324, '0.01', 1),
    (4, NULL, NULL, NULL, NULL, NULL, 3.4028235e38, 1.7976931348623157e308, NULL, NULL),
    (5, 1, 1, 1, '1.10000', 0, '-0', '-0', 1, 1),
    (6, 1, 1, 1, 0.1::float8::numeric, 0, 0.1, 0.1::float8 + 0.2::float8, 1, 1),
    (7, 1, 1, 1, (repeat('9', 131072) || '.' || repeat('9', 16383))::numeric, -0.5, 0, 0, 0, 1);

CREATE TABLE v.times (id int, d date, t time, tt timetz, ts timestamp, tz timestamptz, iv interval, ivd interval day to second(2));
INSERT INTO v.times VALUES
    (1, '4713-01-01 BC', '00:00', '00:00+15:59', '4713-01-01 00:00 BC', '4713-01-02 00:00+00 BC', '-178000000 years -11 mons', '1 day 2:03:04.56'),
    (2, '5874897-12-31', '24:00', '24:00-15:59:59', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00',
        '178000000 years 10 days 12:00:00.000001', NULL),
    (3, 'infinity', '12:34:56.123456', '12:34:56.123456+05:30', 'infinity', '-infinity', '-1 mon +1 day -00:00:00.000001', '-1 day +2:00'),
    (4, '-infinity', NULL, NULL, '-infinity', 'infinity', '1 year -1 day', NULL),
    (5, '0001-01-01', NULL, NULL, '0001-12-31 BC', '1883-11-18 12:00:00 America/New_York', '00:00', '0');

CREATE TABLE v.texts (
    id int, t text, vc varchar(10), c char(5), cc "char", nm name, b bytea, x xml, j json, jb jsonb, jp jsonpath,
    bi bit(5), vb bit varying, u uuid, tv tsvector, tq tsquery);
INSERT INTO v.texts VALUES
    (1, '', ' ', ' ', '', ' ', '', '<a/>', '{"a":1,  "a":2}', '{"a":1,"b":[1,null,"\\u0041"]}', '$."a b"[*] ? (@ > 1)',
        B'00000', B'', '00000000-0000-0000-0000-000000000000', '', 'a & !b'),
    (2, E'\\N', E'\\.', E'\t\n\r', E'\\', E'q"\n', E'\\x00ff0a0d5c', E'text <b/> &amp; only', '[ 1.00000000000000000001e400 ]', '1e400',
        'strict $.a', '10101', '1', 'ffffffff-ffff-ffff-ffff-ffffffffffff', $$'a b':1A,2B 'c''d':3$$, '''a b'' <-> c:*A');
INSERT INTO v.texts (id, t, cc) VALUES
    (3, E'\\.\n\\.\n\\!false\n\b\f\v\x01\x7f', E'\x7f'), (4, U&'e\0301 \+01F600 \200B', 'z'), (5, '\N', 'a'), (6, '\\N\.\', '\101');
INSERT INTO v.texts (id, x, j) VALUES (7, E'<?xml version="1.0" standalone="yes"?><r>\n</r>', E'"\\ud83d\\ude00 \\u0000"');

CREATE TABLE v.containers (
    id int, a int[], t text[], c v.comp[], e v.color[], r int4range[], m int[][], cv v.comp, cd v.compd, dm v.pos, fr v.fr,
    nr numrange, tr tstzrange, dr daterange, r8 int8range, bx box[]);
INSERT INTO v.containers VALUES
    (1, '[-5:-3]={1,NULL,3}', '{NULL,"NULL","","a\"b\\c","{}",","}', ARRAY[row(1, E'a"\n\\', ARRAY['red', 'b''lu\e']::v.color[])::v.comp, NULL],
        '{"x y",red}', '{empty,"[1,5)","(,)",NULL}', '[0:1][2:3]={{1,2},{3,4}}', '(,"",)', row(NULL, NULL, NULL)::v.comp, 1,
        '[Infinity,NaN]', '(,NaN]', '["-infinity",infinity)', '[,2020-01-01)', '[-9223372036854775808,9223372036854775807)',
        '{(1,1),(0,0);(2,2),(1,1)}'),
    (2, '{}', '{}', '{}', '{}', '{}', '{}', NULL, NULL, NULL, 'empty', 'empty', '(,)', 'empty', 'empty', '{}'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, '(,,)', NULL, 2147483647, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE v.shapes (p point, l line, ls lseg, b box, pa path, pb path, pg polygon, c circle);
INSERT INTO v.shapes VALUES
    ('(NaN,Infinity)', '{1,2,3}', '[(1,2),(3,4)]', '(1e308,1),(-1e308,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '((0,0),(1,1),(2,0))', '<(1,1),0>'),
    ('(-0,1e-300)', '{0,-1,5.5}', '[(0,0),(0,0)]', '(0,0),(0,0)', '((1,1))', '[(1,1)]', '((1,1))', '<(0,0),Infinity>');

-- Every character that a text can hold below a space, alone and between letters.
INSERT INTO v.texts (id, t) SELECT 100 + i, 'a' || chr(i) || 'b' FROM generate_series(1, 127) i;
INSERT INTO v.texts (id, t) SELECT 300 + i, chr(i) FROM generate_series(1, 32) i;
INSERT INTO v.texts (id, t) VALUES (400, ' a,b'), (401, '"'), (402, '=1+1'), (403, E'\\u0041\\x41\\101'), (404, '{"a":"\u0000"}'), (405, 'NULL'), (406, 'null'),
    (407, 'true'), (408, '1e5'), (409, E'a\r\nb'), (410, U&'\+010FFFF\FFFE\2028\00ff');
INSERT INTO v.texts (id, j) VALUES (420, 'null'), (421, ' null '), (422, E'\n{ "a" :\t[1 , 2.50, -0, 1e5, 1E+05 ] }\n'), (423, '12345678901234567890.123'), (424, '"\ud800"'),
    (425, (repeat('[', 500) || repeat(']', 500))::json), (426, '"x"'), (427, 'true'), (428, '{}'), (429, '{"a":{"a":{},"a":[]},"":"}{]["}'), (430, '"\\\""');
INSERT INTO v.texts (id, jb) SELECT id, j::jsonb FROM v.texts WHERE id BETWEEN 420 AND 430 AND id <> 424;

-- Arrays of each of these types: one dimension, two, and with bounds of their own.
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT a.attrelid::regclass AS r, a.attname, a.attrelid::regclass || '_' || a.attname AS name
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid IN ('v.numbers'::regclass, 'v.times'::regclass, 'v.texts'::regclass, 'v.containers'::regclass, 'v.shapes'::regclass)
            AND a.attnum > 0 AND t.typarray <> 0 AND t.typcategory <> 'A' LOOP
        EXECUTE format('CREATE TABLE v.%I AS SELECT array_agg(%2$I) AS one, ARRAY[array_agg(%2$I), array_agg(%2$I)] AS two,'
            ' array_agg(%2$I) FILTER (WHERE false) AS none, (array_agg(%2$I))[2:1] AS empty, array_agg(%2$I) AS moved, (array_agg(%2$I))[1:1] AS short FROM %3$s',
            'arrays_of_' || replace(c.name, '.', '_'), c.attname, c.r);
        EXECUTE format('UPDATE v.%I SET moved[-3] = moved[1]', 'arrays_of_' || replace(c.name, '.', '_'));
    END LOOP;
END $$;

-- Types of extensions, where they are to be had.
DO $$ BEGIN
    IF (SELECT count(*) FROM pg_available_extensions WHERE name IN ('hstore', 'citext', 'ltree', 'cube', 'intarray')) = 5 THEN
        CREATE EXTENSION hstore SCHEMA "V 2"; CREATE EXTENSION citext SCHEMA "V 2"; CREATE EXTENSION ltree SCHEMA "V 2"; CREATE EXTENSION cube SCHEMA "V 2";
        SET LOCAL search_path = "V 2", pg_catalog;
        CREATE TABLE v.extended (h hstore, c citext, l ltree, q lquery, u cube, ha hstore[], ca citext[], la ltree[]);
        INSERT INTO v.extended VALUES
            ('"a b"=>"c\"d", e=>NULL, "NULL"=>""', 'ÄbC "x", \', 'Top.Science_1', '*.Sci*@.!a', '(1,2.5),(NaN,-Infinity)', ARRAY[''::hstore, 'a=>1', NULL],
                '{A,"b c",NULL}', '{a.b,c}'),
            ('', '', '', NULL, '()', '{}', '{}', '{}');
    END IF;
END $$;

-- Names that are objects' numbers inside.
CREATE FUNCTION v."f(x)"(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OPERATOR v.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE TEXT SEARCH CONFIGURATION v.cfg (COPY = simple);
CREATE TEXT SEARCH DICTIONARY "V 2".dic (TEMPLATE = simple);
CREATE COLLATION v.coll FROM "C";
CREATE TABLE v.names (
    c regclass, p regproc, pr regprocedure, t regtype, n regnamespace, r regrole, op regoper, opr regoperator, cf regconfig,
    di regdictionary, co regcollation, ca regclass[]);
INSERT INTO v.names VALUES
    ('v.numbers', 'pg_catalog.now', 'v."f(x)"(int)', 'v.comp', '"V 2"', '"Value Role"', 'v.===', 'v.===(int,int)', 'v.cfg', '"V 2".dic', 'v.coll',
        '{v.numbers,v.texts}'),
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}');

CREATE TABLE v.internals (
    l pg_lsn, ts txid_snapshot, ps pg_snapshot, x xid, x8 xid8, ci cid, ti tid, ac aclitem[], nt cidr, it inet, ma macaddr, m8 macaddr8,
    iv int2vector, ov oidvector);
INSERT INTO v.internals VALUES
    ('FFFFFFFF/FFFFFFFF', '10:20:10,14', '10:20:10', '4294967295', '18446744073709551615', '4294967295', '(4294967295,65535)',
        '{"\"Value Role\"=r*w/\"Value Role\"",=r/pg_monitor}', '::/0', 'ffff:ffff::1/64', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff',
        '1 2 3', '0 4294967295'),
    ('0/0', '1:1:', '1:1:', '0', '0', '0', '(0,0)', '{}', '0.0.0.0/0', '0.0.0.0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00', '', '');

-- Tables without columns to copy.
CREATE TABLE v.zero ();
INSERT INTO v.zero DEFAULT VALUES;
INSERT INTO v.zero DEFAULT VALUES;
CREATE TABLE v.dropped (a int, b text, c int);
INSERT INTO v.dropped VALUES (1, 'x', 2);
ALTER TABLE v.dropped DROP b;
INSERT INTO v.dropped VALUES (3, 4);
CREATE TABLE v.all_dropped (a int);
INSERT INTO v.all_dropped VALUES (1), (2), (3);
ALTER TABLE v.all_dropped DROP a;
CREATE TABLE v.generated (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
INSERT INTO v.generated (a, c) VALUES (1, 'x'), (NULL, E'\\');
CREATE TABLE v.only_generated (b int GENERATED ALWAYS AS (1 + 1) STORED);
INSERT INTO v.only_generated DEFAULT VALUES;
CREATE TABLE v.identity (a int GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT -3 MINVALUE -100 MAXVALUE 100 CYCLE), b int GENERATED BY DEFAULT AS IDENTITY);
INSERT INTO v.identity (b) VALUES (DEFAULT), (7);

-- What must not happen while rows are loaded.
CREATE FUNCTION v.boom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
CREATE TABLE v.triggered (a int);
INSERT INTO v.triggered VALUES (1);
CREATE TRIGGER a BEFORE INSERT ON v.triggered FOR EACH ROW EXECUTE FUNCTION v.boom();
CREATE TRIGGER b AFTER INSERT ON v.triggered FOR EACH STATEMENT EXECUTE FUNCTION v.boom();
ALTER TABLE v.triggered ENABLE ALWAYS TRIGGER a;
ALTER TABLE v.triggered ENABLE REPLICA TRIGGER b;
CREATE TABLE v.ruled (a int);
INSERT INTO v.ruled VALUES (1);
CREATE RULE r AS ON INSERT TO v.ruled DO INSTEAD NOTHING;
ALTER TABLE v.ruled ENABLE ALWAYS RULE r;
CREATE TABLE v.guarded (a int);
INSERT INTO v.guarded VALUES (1);
ALTER TABLE v.guarded ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON v.guarded USING (false);
CREATE UNLOGGED TABLE v.unlogged (a int);
INSERT INTO v.unlogged VALUES (1);

-- Checks that look at rows of other tables, which come later by name.
CREATE TABLE v.z_known (k int);
INSERT INTO v.z_known VALUES (1), (2);
CREATE FUNCTION v.is_known(int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM v.z_known WHERE k = $1)';
CREATE OPERATOR v.=?= (RIGHTARG = int, FUNCTION = v.is_known);
CREATE TABLE v.a_check (k int CHECK (v.is_known(k)), CHECK (OPERATOR(v.=?=) k));
INSERT INTO v.a_check VALUES (1);
ALTER TABLE v.a_check ADD CONSTRAINT not_valid CHECK (k > 5) NOT VALID;
CREATE DOMAIN v.known AS int CHECK (v.is_known(VALUE));
CREATE DOMAIN v.known_elements AS int CHECK (VALUE > 0) CHECK (v.is_known(VALUE));
CREATE TABLE v.a_domain (a v.known, b v.known_elements[]);
INSERT INTO v.a_domain VALUES (1, '{}');
CREATE TABLE v.a_parent (k int, CONSTRAINT kc CHECK (v.is_known(k)), CONSTRAINT own CHECK (v.is_known(k)) NO INHERIT);
CREATE TABLE v.a_child () INHERITS (v.a_parent);
CREATE TABLE v.a_child_too (CONSTRAINT kc CHECK (v.is_known(k))) INHERITS (v.a_parent);
CREATE TABLE v.a_joined (k int, CONSTRAINT kc CHECK (v.is_known(k)));
ALTER TABLE v.a_joined INHERIT v.a_parent;
INSERT INTO v.a_child VALUES (1);
INSERT INTO v.a_child_too VALUES (1);
INSERT INTO v.a_joined VALUES (2);
COMMENT ON CONSTRAINT kc ON v.a_parent IS 'of the parent';
COMMENT ON CONSTRAINT kc ON v.a_child IS 'of the child';
COMMENT ON CONSTRAINT known_check ON DOMAIN v.known IS 'of the domain';
CREATE TABLE v.a_parts (k int, l int, CONSTRAINT kc CHECK (v.is_known(k))) PARTITION BY RANGE (k);
CREATE TABLE v.a_part PARTITION OF v.a_parts FOR VALUES FROM (0) TO (10);
CREATE TABLE v.a_attached (l int, k int, CONSTRAINT kc CHECK (v.is_known(k)), CONSTRAINT own CHECK (v.is_known(l)));
ALTER TABLE v.a_parts ATTACH PARTITION v.a_attached FOR VALUES FROM (10) TO (20);
CREATE TABLE v.a_tree PARTITION OF v.a_parts (CONSTRAINT own CHECK (v.is_known(k))) FOR VALUES FROM (20) TO (30) PARTITION BY LIST (k);
CREATE TABLE v.a_leaf PARTITION OF v.a_tree DEFAULT;
INSERT INTO v.a_parts VALUES (1, 1);
COMMENT ON CONSTRAINT kc ON v.a_part IS 'of the partition';

-- Parents with rows of their own, and partitions of all sorts.
CREATE TABLE v.parent (a int, b text);
CREATE TABLE v.child (c int) INHERITS (v.parent);
CREATE TABLE v.joined (b text, a int);
ALTER TABLE v.joined INHERIT v.parent;
INSERT INTO v.parent VALUES (1, 'p');
INSERT INTO v.child VALUES (2, 'c', 3);
INSERT INTO v.joined VALUES ('b', 1);
CREATE TABLE v.by_expression (a int, t text COLLATE "C") PARTITION BY RANGE ((a % 10), t);
CREATE TABLE v.by_expression_1 PARTITION OF v.by_expression FOR VALUES FROM (0, MINVALUE) TO (5, 'm');
CREATE TABLE v.by_expression_2 PARTITION OF v.by_expression DEFAULT;
INSERT INTO v.by_expression VALUES (3, 'a'), (5, 'z'), (9, NULL);
CREATE TABLE v.by_list (a int, s text) PARTITION BY LIST (s);
CREATE TABLE v.by_list_1 (s text, x int, a int);
ALTER TABLE v.by_list_1 DROP x;
ALTER TABLE v.by_list ATTACH PARTITION v.by_list_1 FOR VALUES IN ('a', NULL);
CREATE TABLE v.by_list_2 PARTITION OF v.by_list FOR VALUES IN ('b') PARTITION BY RANGE (a);
CREATE TABLE "V 2".by_list_21 PARTITION OF v.by_list_2 FOR VALUES FROM (MINVALUE) TO (10);
INSERT INTO v.by_list VALUES (1, 'a'), (2, NULL), (3, 'b');

CREATE MATERIALIZED VIEW v.filled AS SELECT * FROM v.numbers WHERE id < 20;
CREATE MATERIALIZED VIEW v.unfilled AS SELECT * FROM v.filled WITH NO DATA;

CREATE SEQUENCE v.never_called;
CREATE SEQUENCE v.falling AS smallint INCREMENT -1;
SELECT nextval('v.falling');
CREATE SEQUENCE v.cycling START 10 MINVALUE 5 MAXVALUE 20 CYCLE CACHE 3;
SELECT setval('v.cycling', 20, true);
CREATE SEQUENCE v.at_the_end;
SELECT setval('v.at_the_end', 9223372036854775807, false);
CREATE TABLE v.serials (a serial, b bigserial, c smallserial);
INSERT INTO v.serials DEFAULT VALUES;
ALTER SEQUENCE v.serials_b_seq RESTART 77;

CREATE TABLE v."T ""x""" ("C ""1""" int, "select" text, "Ünï" text, "a	b" int, "l
f" int);
INSERT INTO v."T ""x""" VALUES (1, 'a', 'b', 2, 3);

DO $$ DECLARE server int := current_setting('server_version_num'); BEGIN
    IF server >= 140000 THEN
        EXECUTE 'CREATE TABLE v.multiranges (a int4multirange, b nummultirange, c tstzmultirange, e int4multirange[])';
        EXECUTE $i$INSERT INTO v.multiranges VALUES ('{}', '{(,1],[5,)}', '{["-infinity",infinity]}', '{"{[1,2),[5,6)}",NULL}')$i$;
        EXECUTE 'CREATE TABLE v.compressed (a text COMPRESSION pglz)';
        EXECUTE $i$INSERT INTO v.compressed VALUES (repeat('x', 10000))$i$;
        INSERT INTO v.numbers (id, n) VALUES (20, 'Infinity'), (21, '-Infinity');
    END IF;
    IF server >= 150000 THEN
        INSERT INTO v.numbers (id, n) VALUES (22, '1e-1000');
        EXECUTE 'CREATE TABLE v.scales (a numeric(3, -2), b numeric(2, 5))';
        EXECUTE 'INSERT INTO v.scales VALUES (99900, 0.00012)';
    END IF;
    IF server >= 170000 THEN
        INSERT INTO v.times (id, iv, ivd) VALUES (10, 'infinity', '-infinity');
    END IF;
    IF server >= 180000 THEN
        EXECUTE 'CREATE TABLE v.virtual (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c int GENERATED ALWAYS AS (a * 3) STORED, d text)';
        EXECUTE $i$INSERT INTO v.virtual (a, d) VALUES (1, 'x'), (NULL, NULL)$i$;
        EXECUTE 'CREATE TABLE v.only_virtual (b int GENERATED ALWAYS AS (1 + 1))';
        EXECUTE 'INSERT INTO v.only_virtual DEFAULT VALUES';
        EXECUTE 'CREATE TABLE v.not_enforced (a int, CONSTRAINT ne CHECK (a > 5) NOT ENFORCED)';
        EXECUTE 'INSERT INTO v.not_enforced VALUES (1)';
    END IF;
END $$;
