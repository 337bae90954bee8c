-- Ordinary tables: columns, defaults, options, row types.
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE person AS (id int, name text COLLATE "C", age int, note varchar(20));
CREATE TYPE nothing AS ();
CREATE DOMAIN positive AS int DEFAULT 7 CHECK (VALUE > 0);
CREATE FUNCTION other.plus_one(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 + 1';

CREATE TABLE many_types (
    a int, b text NOT NULL DEFAULT 'x''y\z', c numeric(10,2) DEFAULT 1.5, d timestamptz DEFAULT now(), e mood DEFAULT 'ok',
    f positive, g int[], h text[][] DEFAULT '{{a,b},{c,d}}', "I j" varchar(10) COLLATE "C", k bit(3), l interval day to second(2),
    m positive DEFAULT 3, n positive DEFAULT NULL, o "char", p name, q time(3) with time zone);
COMMENT ON TABLE many_types IS 'It''s got
two lines';
CREATE TABLE no_columns ();
CREATE TABLE all_dropped (a int);
ALTER TABLE all_dropped DROP COLUMN a;
CREATE TABLE some_dropped (a int, b text, c int DEFAULT 5, d int);
ALTER TABLE some_dropped DROP COLUMN b;
ALTER TABLE some_dropped ADD COLUMN e text DEFAULT 'later';
CREATE UNLOGGED TABLE unlogged (id serial, v text);
CREATE TABLE "Odd ""Schema".":Weird
Table;--" ("a.b" int DEFAULT 1, "Select" text, "col
umn" int, "x'y\" text DEFAULT 'q');
COMMENT ON COLUMN "Odd ""Schema".":Weird
Table;--"."col
umn" IS 'a comment
''--';

-- Options of tables and columns.
CREATE TABLE options (a text, b text) WITH (
    fillfactor = 70, autovacuum_enabled = off, parallel_workers = 3,
    toast.autovacuum_enabled = false, toast.autovacuum_vacuum_scale_factor = 0.3);
CREATE TABLE only_toast_options (a text) WITH (toast.vacuum_truncate = false);
ALTER TABLE options ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE MAIN;
ALTER TABLE options ALTER a SET STATISTICS 0, ALTER b SET STATISTICS 500;
ALTER TABLE options ALTER a SET (n_distinct = -0.5, n_distinct_inherited = 100);
CREATE TABLE plain_storage (a text, b int);
ALTER TABLE plain_storage ALTER a SET STORAGE PLAIN;
CREATE TABLE replica_full (a int);
ALTER TABLE replica_full REPLICA IDENTITY FULL;
CREATE TABLE replica_nothing (a int);
ALTER TABLE replica_nothing REPLICA IDENTITY NOTHING;

-- Generated columns may stand before what they are made of.
CREATE TABLE generated (
    g2 int GENERATED ALWAYS AS (b * 2) STORED, a int, b int, g text GENERATED ALWAYS AS (a::text || 'x') STORED NOT NULL,
    h int GENERATED ALWAYS AS (other.plus_one(a)) STORED);

-- A default and a check that need the table they belong to.
CREATE TABLE looped (a int, b text);
CREATE FUNCTION of_looped(looped) RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TABLE looped ADD COLUMN c int DEFAULT of_looped(NULL::looped), ADD CHECK (of_looped(looped) > 0);

-- Typed tables, made as such and made such later.
CREATE TABLE typed OF person;
CREATE TABLE typed_with_options OF person (id WITH OPTIONS NOT NULL DEFAULT 4, name DEFAULT 'n', CHECK (age > 0));
CREATE TABLE typed_nothing OF nothing;
CREATE TABLE typed_later (
    id int GENERATED ALWAYS AS IDENTITY, name text COLLATE "C" DEFAULT 'z', age int GENERATED ALWAYS AS (3 + 4) STORED, note varchar(20) NOT NULL);
ALTER TABLE typed_later OF person;
CREATE TABLE typed_partitioned OF person PARTITION BY LIST (id);
CREATE TABLE typed_altered OF person;
ALTER TABLE typed_altered ALTER name SET STATISTICS 12, ALTER note SET STORAGE PLAIN;
CREATE TABLE of_row_types (p person, q many_types, r many_types[], s typed);

-- Access methods and tablespaces.
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE method (a int) USING heap_too WITH (fillfactor = 60);
\if :since15
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "Corpus space" LOCATION '''''
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = 'Corpus space') \gexec
CREATE TABLE spaced (a int, b text) TABLESPACE "Corpus space";
CREATE TABLE spaced_partitioned (a int) PARTITION BY LIST (a) TABLESPACE "Corpus space";
CREATE TABLE spaced_partition PARTITION OF spaced_partitioned FOR VALUES IN (1) WITH (fillfactor = 80);
CREATE TABLE unspaced_partition PARTITION OF spaced_partitioned FOR VALUES IN (2) TABLESPACE pg_default;
CREATE UNLOGGED TABLE spaced_child (c int) INHERITS (spaced) USING heap_too TABLESPACE "Corpus space";
\endif

-- Columns of views.
CREATE VIEW view_with_defaults AS SELECT a, b FROM many_types;
ALTER VIEW view_with_defaults ALTER a SET DEFAULT 5, ALTER b SET DEFAULT 'v';
COMMENT ON COLUMN view_with_defaults.a IS 'of a view';

\if :since14
CREATE TABLE compressed (a text COMPRESSION pglz, b text);
CREATE TABLE compressed_parent (a text COMPRESSION pglz);
CREATE TABLE compressed_child () INHERITS (compressed_parent);
CREATE TABLE not_compressed_child () INHERITS (compressed_parent);
ALTER TABLE not_compressed_child ALTER a SET COMPRESSION DEFAULT;
\endif

\if :since18
-- Virtual columns.
CREATE TABLE virtual (
    a int, v int GENERATED ALWAYS AS (a * 2), s int GENERATED ALWAYS AS (a * 3) STORED, w text GENERATED ALWAYS AS (a::text) VIRTUAL NOT NULL);
CREATE TABLE virtual_child () INHERITS (virtual);
CREATE TABLE virtual_partitioned (a int, g int GENERATED ALWAYS AS (a * 2)) PARTITION BY LIST (a);
CREATE TABLE virtual_partition PARTITION OF virtual_partitioned (g GENERATED ALWAYS AS (a * 5)) FOR VALUES IN (1);

-- NOT NULL with a name, NO INHERIT, a comment; two whose names the server would have to tell apart; names that are cut.
CREATE TABLE named (
    a int CONSTRAINT my_name NOT NULL, b int NOT NULL NO INHERIT, c int CONSTRAINT named_b_not_null1 NOT NULL, d int);
COMMENT ON CONSTRAINT my_name ON named IS 'of a NOT NULL';
CREATE TABLE a_b (c int NOT NULL);
CREATE TABLE a (b_c int NOT NULL);
CREATE TABLE a_very_long_table_name_that_reaches_the_limit_of_identifiers_ok (a_column_name_that_is_long_as_well int NOT NULL);
CREATE TABLE keyed (a int PRIMARY KEY);
CREATE TABLE keyed_child () INHERITS (keyed);

-- NOT VALID.
CREATE TABLE not_valid (a int, b int, c int);
ALTER TABLE not_valid ADD CONSTRAINT not_valid_a NOT NULL a NOT VALID;
COMMENT ON CONSTRAINT not_valid_a ON not_valid IS 'not valid';
ALTER TABLE not_valid ADD CONSTRAINT not_valid_b NOT NULL b NO INHERIT NOT VALID;
CREATE TABLE valid_child (x int) INHERITS (not_valid);
CREATE TABLE not_valid_parent (a int);
CREATE TABLE not_valid_child () INHERITS (not_valid_parent);
ALTER TABLE not_valid_parent ADD CONSTRAINT inherited NOT NULL a NOT VALID;
COMMENT ON CONSTRAINT inherited ON not_valid_child IS 'inherited, not valid';
CREATE TABLE validated_parent (a int);
CREATE TABLE validated_child () INHERITS (validated_parent);
ALTER TABLE validated_parent ADD CONSTRAINT validated NOT NULL a NOT VALID;
ALTER TABLE validated_child VALIDATE CONSTRAINT validated;
CREATE TABLE not_valid_partitioned (a int, b int) PARTITION BY LIST (a);
CREATE TABLE not_valid_partition PARTITION OF not_valid_partitioned FOR VALUES IN (1);
CREATE TABLE validated_partition PARTITION OF not_valid_partitioned FOR VALUES IN (2);
ALTER TABLE not_valid_partitioned ADD CONSTRAINT of_partitions NOT NULL b NOT VALID;
ALTER TABLE validated_partition VALIDATE CONSTRAINT of_partitions;
CREATE TABLE not_valid_above (a int, b int) PARTITION BY LIST (b);
CREATE TABLE not_valid_middle (a int CONSTRAINT of_middle NOT NULL, b int, c int) PARTITION BY LIST (b);
ALTER TABLE not_valid_middle DROP c;
CREATE TABLE not_valid_below PARTITION OF not_valid_middle FOR VALUES IN (1);
CREATE TABLE not_valid_beside (a int, b int PRIMARY KEY);
ALTER TABLE not_valid_beside ADD CONSTRAINT of_beside NOT NULL a NOT VALID;
ALTER TABLE not_valid_above ADD CONSTRAINT of_above NOT NULL a NOT VALID;
ALTER TABLE not_valid_above ATTACH PARTITION not_valid_middle FOR VALUES IN (1, 2);
ALTER TABLE not_valid_above ATTACH PARTITION not_valid_beside FOR VALUES IN (3);
CREATE INDEX ON not_valid_above (a);
ALTER TABLE not_valid_above ADD PRIMARY KEY (b);
ALTER TABLE not_valid_above ADD CHECK (a > 0) NOT VALID, ADD FOREIGN KEY (a) REFERENCES not_valid_above;

-- Inherited under another name, from two parents, from one that was left; kept by a partition when the parent got it later.
CREATE TABLE named_partitioned (a int, b int CONSTRAINT of_parent NOT NULL) PARTITION BY LIST (a);
CREATE TABLE named_partition (a int NOT NULL, b int CONSTRAINT of_partition NOT NULL);
ALTER TABLE named_partitioned ATTACH PARTITION named_partition FOR VALUES IN (1);
ALTER TABLE named_partitioned ALTER a SET NOT NULL;
CREATE TABLE named_later (a int, b int);
CREATE TABLE named_earlier () INHERITS (named_later);
ALTER TABLE named_earlier ADD CONSTRAINT of_child NOT NULL a, ADD CONSTRAINT of_child_alone NOT NULL b NO INHERIT;
ALTER TABLE named_later ADD CONSTRAINT of_parent NOT NULL a;
CREATE TABLE first_parent (a int CONSTRAINT first NOT NULL);
CREATE TABLE second_parent (a int CONSTRAINT second NOT NULL);
CREATE TABLE child_of_two () INHERITS (first_parent, second_parent);
CREATE TABLE child_that_left () INHERITS (first_parent);
ALTER TABLE child_that_left INHERIT second_parent;
ALTER TABLE child_that_left NO INHERIT first_parent;
CREATE TABLE late_parent (a int NOT NULL);
CREATE TABLE late_child (x int) INHERITS (late_parent);
ALTER TABLE late_parent ADD COLUMN b int CONSTRAINT late NOT NULL CHECK (b > 0);
CREATE TABLE not_enforced (a int CONSTRAINT not_enforced CHECK (a > 0) NOT ENFORCED);
CREATE TABLE not_enforced_child () INHERITS (not_enforced);
\endif
