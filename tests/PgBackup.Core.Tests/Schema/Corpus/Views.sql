-- Views, materialized views, rules.
CREATE COLLATION plain_order (provider = libc, locale = 'C');
CREATE TYPE color AS ENUM ('red', 'green');
CREATE TYPE composite AS (a int, b text COLLATE "C");
CREATE TABLE base (a int, b text, c jsonb, e color);
CREATE TABLE keyed (a int PRIMARY KEY, b int, UNIQUE (b));

CREATE VIEW simple AS SELECT a, b, c FROM base WHERE a > 1;
ALTER VIEW simple ALTER COLUMN a SET DEFAULT 42;
ALTER VIEW simple OWNER TO "corpus owner";
COMMENT ON VIEW simple IS 'view';
COMMENT ON COLUMN simple.b IS 'view column';
GRANT SELECT ON simple TO corpus_reader;
CREATE VIEW "Odd ""Schema"."V ""2" ("x y", "select", coll) WITH (security_barrier = true, check_option = cascaded) AS
    SELECT a, b, b COLLATE "C" FROM base;
CREATE VIEW checked WITH (check_option = local, security_barrier = false) AS SELECT * FROM base WHERE e = 'red';
CREATE VIEW "sel ect;" AS SELECT a AS "a;--", b AS "/*" FROM base WHERE b <> E'\n;--';
CREATE VIEW without_columns AS SELECT;
CREATE RECURSIVE VIEW counting (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counting WHERE n < 10;

-- Rings: a function that returns the view that calls it, and two views.
CREATE VIEW looped AS SELECT 1 AS id, 'x'::text COLLATE plain_order AS "Te xt", NULL::color[] AS colors,
    NULL::varchar(7) AS v, NULL::composite AS part;
CREATE FUNCTION loop() RETURNS SETOF looped LANGUAGE sql AS 'SELECT 1, ''y''::text, NULL::color[], NULL::varchar(7), NULL::composite';
CREATE OR REPLACE VIEW looped WITH (security_barrier) AS SELECT id, "Te xt" COLLATE plain_order AS "Te xt", colors, v, part FROM loop();
COMMENT ON VIEW looped IS 'in a ring';
ALTER VIEW looped OWNER TO "corpus owner";
CREATE VIEW ring_1 AS SELECT 1 AS a;
CREATE VIEW ring_2 AS SELECT a FROM ring_1;
CREATE OR REPLACE VIEW ring_1 WITH (check_option = local) AS SELECT a FROM base WHERE EXISTS (SELECT 1 FROM ring_2);

-- Views that need a primary key come after the data, with all that needs them.
CREATE VIEW grouped AS SELECT a, b FROM keyed GROUP BY a;
CREATE VIEW on_grouped AS SELECT a FROM grouped;
CREATE FUNCTION of_grouped() RETURNS SETOF grouped LANGUAGE sql AS 'SELECT 1, 2';
CREATE MATERIALIZED VIEW grouped_rows AS SELECT * FROM on_grouped;
CREATE MATERIALIZED VIEW function_rows AS SELECT * FROM of_grouped();
CREATE RULE of_view AS ON INSERT TO on_grouped DO INSTEAD NOTHING;
CREATE TABLE of_views (v grouped, arr on_grouped[]);

CREATE MATERIALIZED VIEW stored (one, "T wo", three) WITH (fillfactor = 50, toast.autovacuum_enabled = off) AS
    SELECT a, b, c FROM base WITH NO DATA;
ALTER MATERIALIZED VIEW stored ALTER COLUMN one SET STATISTICS 55;
ALTER MATERIALIZED VIEW stored ALTER COLUMN "T wo" SET STORAGE external;
ALTER MATERIALIZED VIEW stored ALTER COLUMN "T wo" SET (n_distinct = -0.5);
ALTER MATERIALIZED VIEW stored OWNER TO "corpus owner";
COMMENT ON MATERIALIZED VIEW stored IS 'materialized view';
COMMENT ON COLUMN stored."T wo" IS 'its column';
CREATE INDEX stored_gin ON stored USING gin (three);
CREATE STATISTICS stored_statistics ON one, "T wo" FROM stored;
CREATE UNIQUE INDEX grouped_unique ON grouped_rows (a);
ALTER MATERIALIZED VIEW grouped_rows CLUSTER ON grouped_unique;
COMMENT ON INDEX grouped_unique IS 'index of a materialized view';
\if :since14
ALTER MATERIALIZED VIEW stored ALTER COLUMN three SET COMPRESSION pglz;
\endif
\if :since15
CREATE VIEW of_invoker WITH (security_invoker = true) AS SELECT * FROM base;
\endif

CREATE TABLE ruled (a int, b text);
CREATE RULE "r ""1" AS ON INSERT TO ruled WHERE NEW.a > 5
    DO INSTEAD (INSERT INTO keyed VALUES (NEW.a, 1); UPDATE keyed SET b = 3 WHERE a = 9 AND ';' = ';');
CREATE RULE r2 AS ON DELETE TO ruled DO INSTEAD NOTHING;
CREATE RULE r3 AS ON UPDATE TO ruled DO ALSO (SELECT ';'; NOTIFY "ch;x", 'p;q');
CREATE RULE r4 AS ON INSERT TO ruled DO ALSO DELETE FROM keyed WHERE a = NEW.a;
ALTER TABLE ruled DISABLE RULE r2;
ALTER TABLE ruled ENABLE ALWAYS RULE r3;
ALTER TABLE ruled ENABLE REPLICA RULE r4;
COMMENT ON RULE r2 ON ruled IS 'rule';
CREATE RULE "r ""5" AS ON UPDATE TO ruled WHERE OLD.a = 7 DO INSTEAD NOTHING;
DO $$ BEGIN ALTER RULE "r ""5" ON ruled RENAME TO "_RETURN"; EXCEPTION WHEN invalid_object_definition THEN NULL; END $$;
CREATE RULE with_rows AS ON INSERT TO simple DO INSTEAD INSERT INTO base (a, b) VALUES (NEW.a, NEW.b) RETURNING a, b, c;
CREATE TABLE ruled_parts (a int) PARTITION BY LIST (a);
CREATE RULE of_partitioned AS ON DELETE TO ruled_parts DO INSTEAD NOTHING;
ALTER TABLE ruled_parts DISABLE RULE of_partitioned;
