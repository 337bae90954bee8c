-- Check constraints, keys, exclusion constraints and foreign keys of tables without partitions.
CREATE EXTENSION btree_gist;
CREATE EXTENSION file_fdw;
CREATE COLLATION plain_order (provider = libc, locale = 'C');

CREATE TABLE base (id int, "Odd ""col" text, n numeric, c int, r int4range, ok bool,
    CONSTRAINT "chk ""1" CHECK (n > 0), CONSTRAINT chk_no_inherit CHECK (c <> 5) NO INHERIT, CHECK ("Odd ""col" <> E'a\\b''c'));
ALTER TABLE base ADD CONSTRAINT not_valid CHECK (c > 0) NOT VALID;
ALTER TABLE base ADD CONSTRAINT "base PK" PRIMARY KEY (id, "Odd ""col") INCLUDE (n, c) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE base ADD CONSTRAINT u1 UNIQUE (n) WITH (fillfactor = 80, deduplicate_items = off);
ALTER TABLE base ADD CONSTRAINT u2 UNIQUE (c) DEFERRABLE;
ALTER TABLE base ADD CONSTRAINT "select" EXCLUDE USING gist (r WITH &&, c WITH =) INCLUDE (n) WITH (fillfactor = 60)
    WHERE (c > 3 AND "Odd ""col" = ' WHERE (x) DEFERRABLE') DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE base ADD CONSTRAINT of_expression
    EXCLUDE (c WITH =, (lower("Odd ""col")) COLLATE plain_order text_pattern_ops WITH =);
ALTER INDEX of_expression ALTER COLUMN 2 SET STATISTICS 321;
ALTER TABLE base CLUSTER ON u1;
COMMENT ON CONSTRAINT "chk ""1" ON base IS 'check';
COMMENT ON CONSTRAINT not_valid ON base IS 'not valid';
COMMENT ON CONSTRAINT u1 ON base IS 'unique';
COMMENT ON INDEX u1 IS 'its index';

CREATE TABLE replicated (id int NOT NULL, k int NOT NULL, CONSTRAINT replica_key UNIQUE (k), CONSTRAINT replicated_key PRIMARY KEY (id));
ALTER TABLE replicated REPLICA IDENTITY USING INDEX replica_key;

-- Children: inherited, declared again, of their own.
CREATE TABLE child (CONSTRAINT "chk ""1" CHECK (n > 0), CONSTRAINT own CHECK (id > 0)) INHERITS (base);
ALTER TABLE child ADD CONSTRAINT not_valid_2 CHECK (id < 100) NOT VALID;
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE mother (a int, CONSTRAINT merged CHECK (a > 0));
CREATE TABLE father (a int, CONSTRAINT merged CHECK (a > 0));
CREATE TABLE daughter (CONSTRAINT merged CHECK (a > 0)) INHERITS (mother, father);
ALTER TABLE mother ADD CONSTRAINT only_hers CHECK (a > 0) NO INHERIT NOT VALID;

-- Validated rows below a constraint that is not valid, on each level.
CREATE TABLE top (a int);
CREATE TABLE early () INHERITS (top);
ALTER TABLE top ADD CONSTRAINT later CHECK (a > 0) NOT VALID;
CREATE TABLE late () INHERITS (top);
CREATE TABLE below_early () INHERITS (early);
CREATE TABLE below_late () INHERITS (late);
CREATE TABLE declares_too (CONSTRAINT later CHECK (a > 0)) INHERITS (top);

-- The check needs a function that needs the table.
CREATE TABLE looped (a int, b int);
CREATE FUNCTION is_fine(looped) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE looped ADD CONSTRAINT whole_row CHECK (looped IS NOT NULL), ADD CONSTRAINT by_function CHECK (is_fine(looped));
COMMENT ON CONSTRAINT by_function ON looped IS 'added later';

CREATE TABLE referenced (a int, b int, c int UNIQUE, PRIMARY KEY (a, b));
CREATE TABLE referencing (x int, y int, z int, self int,
    CONSTRAINT full_key FOREIGN KEY (x, y) REFERENCES referenced
        MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk ""q" FOREIGN KEY (z) REFERENCES referenced (c) ON DELETE SET DEFAULT);
ALTER TABLE referencing ADD PRIMARY KEY (z), ADD CONSTRAINT self_reference FOREIGN KEY (self) REFERENCES referencing;
ALTER TABLE referencing ADD CONSTRAINT fk_not_valid FOREIGN KEY (self) REFERENCES referenced (c) NOT VALID;
COMMENT ON CONSTRAINT "fk ""q" ON referencing IS 'foreign key';
CREATE TABLE referencing_child () INHERITS (referencing);
CREATE TABLE ring_x (a int PRIMARY KEY, b int);
CREATE TABLE ring_y (a int PRIMARY KEY REFERENCES ring_x);
ALTER TABLE ring_x ADD FOREIGN KEY (b) REFERENCES ring_y;

CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE foreign_table (a int CHECK (a > 0), b text, CONSTRAINT foreign_check CHECK (b <> 'x'))
    SERVER files OPTIONS (filename '/dev/null');
ALTER FOREIGN TABLE foreign_table ADD CONSTRAINT foreign_not_valid CHECK (a < 1000) NOT VALID;
COMMENT ON CONSTRAINT foreign_check ON foreign_table IS 'foreign check';

CREATE TYPE row_type AS (a int, b text);
CREATE TABLE typed OF row_type (PRIMARY KEY (a), CHECK (b <> ''), UNIQUE (b));
CREATE TABLE generated (a int, g int GENERATED ALWAYS AS (a * 2) STORED CHECK (g > 0), UNIQUE (g));
CREATE UNLOGGED TABLE "Odd ""Schema"."%I %s $$ $_$" (a int CONSTRAINT "%1$s" CHECK (a > 0), b text UNIQUE,
    CONSTRAINT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaä" CHECK (b <> '$$%'));

\if :since15
CREATE TABLE distinct_nulls (a int, b int, CONSTRAINT nulls_too UNIQUE NULLS NOT DISTINCT (a)
    INCLUDE (b) WITH (fillfactor = 90) DEFERRABLE);
CREATE TABLE sets_some (a int, b int, FOREIGN KEY (a, b) REFERENCES referenced ON DELETE SET NULL (b));
\endif
\if :since18
CREATE TABLE temporal (id int, valid tstzrange, v tstzrange, CONSTRAINT temporal_key PRIMARY KEY (id, valid WITHOUT OVERLAPS),
    CONSTRAINT temporal_unique UNIQUE (id, v WITHOUT OVERLAPS) WITH (fillfactor = 70));
CREATE TABLE temporal_reference (id int, valid tstzrange,
    CONSTRAINT temporal_fk FOREIGN KEY (id, PERIOD valid) REFERENCES temporal (id, PERIOD valid));
CREATE TABLE lenient (a int, b int, CONSTRAINT not_enforced CHECK (a > 0) NOT ENFORCED,
    CONSTRAINT fk_not_enforced FOREIGN KEY (a) REFERENCES referenced (c) NOT ENFORCED);
COMMENT ON CONSTRAINT not_enforced ON lenient IS 'not enforced';
CREATE TABLE lenient_child (CONSTRAINT not_enforced CHECK (a > 0) NOT ENFORCED) INHERITS (lenient);
CREATE TABLE lenient_parent (a int);
CREATE TABLE strict_child (CONSTRAINT enforced_below CHECK (a > 0)) INHERITS (lenient_parent);
ALTER TABLE lenient_parent ADD CONSTRAINT enforced_below CHECK (a > 0) NOT ENFORCED;
\endif
