-- superuser
-- A base type with its operators and a class, made of the server's own functions.
CREATE TYPE shop.code;
CREATE FUNCTION shop.code_in(cstring) RETURNS shop.code LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
CREATE FUNCTION shop.code_out(shop.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout';
CREATE TYPE shop.code (INPUT = shop.code_in, OUTPUT = shop.code_out, INTERNALLENGTH = variable, STORAGE = extended, ALIGNMENT = int4, CATEGORY = 'S',
    DELIMITER = ';', DEFAULT = 'none', COLLATABLE = true);
CREATE CAST (shop.code AS text) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (text AS shop.code) WITHOUT FUNCTION;
CREATE FUNCTION shop.code_eq(shop.code, shop.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT LEAKPROOF AS 'texteq';
CREATE FUNCTION shop.code_lt(shop.code, shop.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_lt';
CREATE FUNCTION shop.code_gt(shop.code, shop.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_gt';
CREATE FUNCTION shop.code_le(shop.code, shop.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_le';
CREATE FUNCTION shop.code_ge(shop.code, shop.code) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_ge';
CREATE FUNCTION shop.code_cmp(shop.code, shop.code) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE OPERATOR shop.= (FUNCTION = shop.code_eq, LEFTARG = shop.code, RIGHTARG = shop.code, COMMUTATOR = OPERATOR(shop.=), RESTRICT = eqsel, JOIN = eqjoinsel, MERGES);
CREATE OPERATOR shop.< (FUNCTION = shop.code_lt, LEFTARG = shop.code, RIGHTARG = shop.code, COMMUTATOR = OPERATOR(shop.>), NEGATOR = OPERATOR(shop.>=));
CREATE OPERATOR shop.> (FUNCTION = shop.code_gt, LEFTARG = shop.code, RIGHTARG = shop.code, COMMUTATOR = OPERATOR(shop.<), NEGATOR = OPERATOR(shop.<=));
CREATE OPERATOR shop.<= (FUNCTION = shop.code_le, LEFTARG = shop.code, RIGHTARG = shop.code, COMMUTATOR = OPERATOR(shop.>=), NEGATOR = OPERATOR(shop.>));
CREATE OPERATOR shop.>= (FUNCTION = shop.code_ge, LEFTARG = shop.code, RIGHTARG = shop.code, COMMUTATOR = OPERATOR(shop.<=), NEGATOR = OPERATOR(shop.<));
CREATE OPERATOR FAMILY shop.code_family USING btree;
CREATE OPERATOR CLASS shop.code_class DEFAULT FOR TYPE shop.code USING btree FAMILY shop.code_family AS
    OPERATOR 1 shop.<, OPERATOR 2 shop.<=, OPERATOR 3 shop.=, OPERATOR 4 shop.>=, OPERATOR 5 shop.>, FUNCTION 1 shop.code_cmp(shop.code, shop.code);
CREATE FUNCTION shop.code_text_cmp(shop.code, text) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
ALTER OPERATOR FAMILY shop.code_family USING btree ADD FUNCTION 1 (shop.code, text) shop.code_text_cmp(shop.code, text);
CREATE OPERATOR CLASS shop.descending FOR TYPE integer USING btree AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE shop.coded (code shop.code PRIMARY KEY DEFAULT 'x', other shop.code[]);
CREATE INDEX coded_index ON shop.tag ((id::integer) shop.descending);
INSERT INTO shop.coded SELECT ('code ' || i)::text::shop.code, ARRAY['a', NULL, 'b;c']::text[]::shop.code[] FROM generate_series(1, 100) i;

CREATE TYPE shop.to_be_defined;

CREATE AGGREGATE shop.middle(float8 ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE shop.rank_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final,
    FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE FUNCTION shop.row_no() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION shop.series(integer, integer) RETURNS SETOF integer LANGUAGE internal IMMUTABLE STRICT SUPPORT pg_catalog.generate_series_int4_support
    AS 'generate_series_int4';
CREATE FUNCTION shop.uninlined(a integer) RETURNS integer LANGUAGE sql LEAKPROOF IMMUTABLE COST 12.5 AS 'SELECT a + 1';
CREATE FUNCTION shop.demo_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION shop.demo_inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION shop.demo_validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE demo_language HANDLER shop.demo_handler INLINE shop.demo_inline VALIDATOR shop.demo_validator;
GRANT USAGE ON LANGUAGE demo_language TO pgbackup_demo_app;
CREATE FUNCTION shop.in_demo_language(a integer) RETURNS integer LANGUAGE demo_language AS 'BEGIN RETURN a; END';
CREATE TRANSFORM FOR integer LANGUAGE demo_language (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE ACCESS METHOD demo_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE shop.other_heap (id integer, name text) USING demo_heap;
INSERT INTO shop.other_heap SELECT i, 'n' || i FROM generate_series(1, 100) i;
CREATE TEXT SEARCH TEMPLATE shop.demo_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER shop.demo_parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH CONFIGURATION shop.with_parser (PARSER = shop.demo_parser);
ALTER TEXT SEARCH CONFIGURATION shop.with_parser ADD MAPPING FOR asciiword WITH shop.stems;

CREATE FOREIGN DATA WRAPPER demo_wrapper OPTIONS (debug 'true', "odd ""name" 'it''s');
CREATE SERVER demo_server TYPE 'shop' VERSION '1.0' FOREIGN DATA WRAPPER demo_wrapper OPTIONS (host 'example.com', port '1');
CREATE USER MAPPING FOR PUBLIC SERVER demo_server OPTIONS (name 'nobody');
CREATE USER MAPPING FOR pgbackup_demo_app SERVER demo_server OPTIONS (name 'app', note 'a,b=c');
GRANT USAGE ON FOREIGN DATA WRAPPER demo_wrapper TO pgbackup_demo_owner WITH GRANT OPTION;
GRANT USAGE ON FOREIGN SERVER demo_server TO pgbackup_demo_owner, pgbackup_demo_app;
ALTER SERVER demo_server OWNER TO pgbackup_demo_owner;
CREATE FOREIGN TABLE shop.remote_order (id bigint OPTIONS (column_name 'ID') NOT NULL, total numeric DEFAULT 0, CONSTRAINT positive CHECK (total >= 0))
    SERVER demo_server OPTIONS (table_name 'orders');
ALTER FOREIGN TABLE shop.remote_order ALTER COLUMN total SET STATISTICS 10;

CREATE FUNCTION audit.on_command() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE DEBUG 'command %', tg_tag; END$$;
CREATE EVENT TRIGGER pgbackup_demo_end ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION audit.on_command();
CREATE EVENT TRIGGER pgbackup_demo_off ON sql_drop EXECUTE FUNCTION audit.on_command();
ALTER EVENT TRIGGER pgbackup_demo_off DISABLE;
COMMENT ON EVENT TRIGGER pgbackup_demo_off IS 'event trigger';
COMMENT ON SERVER demo_server IS 'server';
COMMENT ON OPERATOR CLASS shop.code_class USING btree IS 'operator class';
COMMENT ON OPERATOR FAMILY shop.code_family USING btree IS 'operator family';
COMMENT ON ACCESS METHOD demo_heap IS 'access method';

CREATE PUBLICATION demo_all FOR ALL TABLES WITH (publish = 'insert, truncate');
CREATE PUBLICATION demo_some FOR TABLE shop.tag, shop.order_event WITH (publish_via_partition_root = true);
CREATE PUBLICATION demo_empty;
-- Privileges of the server's own objects and of an extension's are kept by a backup, too.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_reset() TO pgbackup_demo_app;
GRANT SELECT (loid) ON pg_catalog.pg_largeobject TO pgbackup_demo_report;
