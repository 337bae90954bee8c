-- Indexes and extended statistics of tables.
CREATE TYPE color AS ENUM ('red', 'green');
CREATE FUNCTION "Odd ""Schema".next(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TABLE indexed (a int NOT NULL, b text, c jsonb, d int[], p point, ts tstzrange, e color);
CREATE INDEX partial ON indexed (a DESC NULLS LAST, b COLLATE "C" text_pattern_ops) INCLUDE (e) WITH (fillfactor = 55) WHERE b LIKE '%x';
CREATE UNIQUE INDEX "Of ""expressions" ON indexed ((a + 1), lower(b), "Odd ""Schema".next(a));
ALTER INDEX "Of ""expressions" ALTER COLUMN 1 SET STATISTICS 100;
ALTER INDEX "Of ""expressions" ALTER COLUMN 3 SET STATISTICS 0;
CREATE INDEX by_gin ON indexed USING gin (c jsonb_path_ops, d) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX by_brin ON indexed USING brin (a) WITH (pages_per_range = 4, autosummarize = on);
CREATE INDEX by_spgist ON indexed USING spgist (p);
CREATE INDEX by_gist ON indexed USING gist (ts) WITH (buffering = on);
CREATE INDEX with_opclass_options ON indexed USING gist (to_tsvector('simple'::regconfig, b) tsvector_ops (siglen = 100));
CREATE INDEX by_hash ON indexed USING hash (b);
CREATE INDEX of_row ON indexed ((indexed IS NOT NULL));
CREATE INDEX without_columns ON indexed ((1));
ALTER TABLE indexed CLUSTER ON by_gist;
COMMENT ON INDEX "Of ""expressions" IS E'line\nbreak; -- x';
CREATE UNIQUE INDEX replica ON indexed (a);
ALTER TABLE indexed REPLICA IDENTITY USING INDEX replica;

CREATE STATISTICS first ON a, b FROM indexed;
CREATE STATISTICS "Odd ""Schema"."Second 2" (ndistinct, mcv) ON a, b, e FROM indexed;
ALTER STATISTICS first SET STATISTICS 77;
ALTER STATISTICS "Odd ""Schema"."Second 2" SET STATISTICS 0;
ALTER STATISTICS "Odd ""Schema"."Second 2" OWNER TO "corpus owner";
COMMENT ON STATISTICS first IS 'statistics';
CREATE TABLE parted (a int, b int) PARTITION BY LIST (a);
CREATE STATISTICS of_partitioned (dependencies) ON a, b FROM parted;

\if :since14
CREATE STATISTICS of_expressions ON (a + 1), lower(b) FROM indexed;
CREATE STATISTICS of_one ON (a * 2) FROM indexed;
CREATE INDEX minmax ON indexed USING brin (a int4_minmax_multi_ops (values_per_range = 16));
\endif
\if :since15
CREATE UNIQUE INDEX nulls_too ON indexed (d) INCLUDE (a) NULLS NOT DISTINCT WITH (fillfactor = 44) WHERE a > 3;
\endif
