-- Who may do what: lists of every shape, on every kind of object, and what objects made later start with.
CREATE SCHEMA "S 1" AUTHORIZATION "corpus owner";
GRANT USAGE ON SCHEMA "S 1" TO PUBLIC;

-- Passed on from hand to hand, with and without the right to do so.
CREATE TABLE chain (a int, "B b" text, c int);
ALTER TABLE chain OWNER TO "corpus owner";
GRANT SELECT, INSERT, UPDATE ON chain TO corpus_reader WITH GRANT OPTION;
SET ROLE corpus_reader;
GRANT SELECT ON chain TO pg_monitor WITH GRANT OPTION;
GRANT INSERT ON chain TO pg_signal_backend;
SET ROLE pg_monitor;
GRANT SELECT ON chain TO pg_signal_backend WITH GRANT OPTION;
GRANT SELECT ON chain TO PUBLIC;
RESET ROLE;
GRANT DELETE ON chain TO pg_read_all_stats;
GRANT SELECT (a, "B b"), REFERENCES ("B b") ON chain TO pg_read_all_stats WITH GRANT OPTION;
GRANT UPDATE (c) ON chain TO PUBLIC;
SET ROLE pg_read_all_stats;
GRANT SELECT ("B b") ON chain TO pg_stat_scan_tables;
RESET ROLE;

-- The pair of reader and signaller has privileges that one statement cannot give: the second needs what a later one brings.
CREATE TABLE crossed (a int);
GRANT SELECT ON crossed TO corpus_reader WITH GRANT OPTION;
GRANT UPDATE ON crossed TO pg_signal_backend WITH GRANT OPTION;
SET ROLE corpus_reader;
GRANT SELECT ON crossed TO pg_monitor WITH GRANT OPTION;
SET ROLE pg_signal_backend;
GRANT UPDATE ON crossed TO corpus_reader WITH GRANT OPTION;
SET ROLE corpus_reader;
GRANT UPDATE ON crossed TO pg_monitor WITH GRANT OPTION;
SET ROLE pg_monitor;
GRANT SELECT, UPDATE ON crossed TO pg_read_all_stats;
RESET ROLE;

-- An owner without some or all of its own, and system columns.
CREATE TABLE nobodys (a int);
REVOKE ALL ON nobodys FROM CURRENT_USER;
CREATE TABLE odds (a int, b int);
REVOKE ALL ON odds FROM CURRENT_USER;
GRANT SELECT ON odds TO PUBLIC;
GRANT INSERT ON odds TO CURRENT_USER WITH GRANT OPTION;
GRANT SELECT (ctid), UPDATE (tableoid), SELECT (b) ON odds TO corpus_reader;
GRANT SELECT (xmin) ON odds TO PUBLIC;
ALTER TABLE odds ADD gone int;
GRANT SELECT (gone) ON odds TO corpus_reader;
ALTER TABLE odds DROP gone;

-- Kinds.
CREATE SEQUENCE s;
GRANT USAGE ON SEQUENCE s TO corpus_reader WITH GRANT OPTION;
REVOKE UPDATE ON SEQUENCE s FROM CURRENT_USER;
CREATE TABLE identity (a int GENERATED ALWAYS AS IDENTITY);
GRANT SELECT ON SEQUENCE identity_a_seq TO corpus_reader;
CREATE VIEW v AS SELECT 1 AS a, 2 AS b;
ALTER VIEW v OWNER TO corpus_reader;
GRANT SELECT (a) ON v TO pg_monitor;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
GRANT SELECT (a) ON mv TO pg_monitor;
CREATE FUNCTION f(int, text DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION f(int, text) FROM PUBLIC, CURRENT_USER;
GRANT EXECUTE ON FUNCTION f TO corpus_reader WITH GRANT OPTION;
CREATE PROCEDURE p(INOUT a int) LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON PROCEDURE p FROM PUBLIC;
CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
REVOKE EXECUTE ON FUNCTION counted() FROM PUBLIC;
CREATE TYPE e AS ENUM ('a');
REVOKE USAGE ON TYPE e FROM PUBLIC;
GRANT USAGE ON TYPE e TO corpus_reader WITH GRANT OPTION;
CREATE TYPE c AS (a int);
GRANT USAGE ON TYPE c TO corpus_reader;
CREATE TYPE r AS RANGE (SUBTYPE = int4);
REVOKE USAGE ON TYPE r FROM PUBLIC;
CREATE DOMAIN d AS int;
REVOKE USAGE ON DOMAIN d FROM PUBLIC;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER srv FOREIGN DATA WRAPPER w;
ALTER SERVER srv OWNER TO corpus_reader;
REVOKE ALL ON FOREIGN SERVER srv FROM corpus_reader;
CREATE FOREIGN TABLE ft (a int, b int) SERVER srv;
GRANT SELECT (b), UPDATE ON ft TO corpus_reader;
\if :since17
GRANT MAINTAIN ON crossed TO corpus_reader WITH GRANT OPTION;
\endif

-- What the server itself brings.
REVOKE EXECUTE ON FUNCTION pg_catalog.now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO corpus_reader WITH GRANT OPTION;
SET ROLE corpus_reader;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO pg_signal_backend;
RESET ROLE;
REVOKE EXECUTE ON FUNCTION pg_catalog.sum(int) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.concat(VARIADIC "any") FROM PUBLIC;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO PUBLIC;
GRANT SELECT (tableoid) ON pg_catalog.pg_proc TO corpus_reader;
REVOKE SELECT ON pg_catalog.pg_roles FROM PUBLIC;
GRANT USAGE ON TYPE pg_catalog.int4, pg_catalog."char" TO corpus_reader;
GRANT CREATE ON SCHEMA pg_catalog TO corpus_reader;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

-- Defaults for what is made later, last, so that nothing above starts with them.
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_signal_backend WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO corpus_reader;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT USAGE, CREATE ON SCHEMAS TO corpus_reader;
ALTER DEFAULT PRIVILEGES GRANT UPDATE ON SEQUENCES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "corpus owner" REVOKE ALL ON FUNCTIONS FROM "corpus owner", PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "corpus owner" IN SCHEMA "S 1" GRANT SELECT ON TABLES TO corpus_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "corpus owner" IN SCHEMA "S 1" GRANT EXECUTE ON FUNCTIONS TO corpus_reader WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE "corpus owner" IN SCHEMA public GRANT ALL ON SEQUENCES TO PUBLIC;
\if :since18
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO PUBLIC;
\endif
CREATE TABLE later (a int);
CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE later_sequence;
CREATE TYPE later_type AS ENUM ();
CREATE SCHEMA later_schema;
