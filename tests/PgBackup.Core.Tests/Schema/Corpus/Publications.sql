-- Publications and what is in them.
CREATE SCHEMA published;
CREATE TABLE published.a (x int PRIMARY KEY, y text, z int);
CREATE TABLE published.b (x int PRIMARY KEY);
CREATE TABLE "Odd ""Schema".c (x int);
CREATE TABLE parted (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
CREATE PUBLICATION "pub ""1" FOR TABLE published.a, parted WITH (publish = 'insert, truncate', publish_via_partition_root = true);
CREATE PUBLICATION all_tables FOR ALL TABLES;
CREATE PUBLICATION nothing WITH (publish = '');
CREATE PUBLICATION only_deletes FOR TABLE ONLY parent, parted_1, "Odd ""Schema".c WITH (publish = 'delete');
CREATE PUBLICATION inherited FOR TABLE parent;
COMMENT ON PUBLICATION all_tables IS 'publication';
ALTER PUBLICATION nothing OWNER TO "corpus owner";
\if :since15
CREATE PUBLICATION filtered FOR TABLE published.a (x, z) WHERE (z > 3 AND x <> 1), published.b WHERE (true);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA published, "Odd ""Schema", TABLE parent WHERE (a > 1);
\endif
\if :since18
CREATE TABLE generated (a int PRIMARY KEY, g int GENERATED ALWAYS AS (a * 2) STORED);
CREATE PUBLICATION stored FOR TABLE generated WITH (publish_generated_columns = stored);
\endif
