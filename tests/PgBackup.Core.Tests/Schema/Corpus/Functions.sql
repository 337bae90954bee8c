-- Functions, window functions, procedures and aggregates.
CREATE TYPE kind AS ENUM ('a');
CREATE FUNCTION everything(a int, INOUT b text DEFAULT 'it''s', OUT c numeric, VARIADIC d int[] DEFAULT '{}')
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF COST 12.5 PARALLEL SAFE
    SET search_path = public, "Odd, ""Schema", pg_temp SET work_mem = '4MB' SET "plpgsql.extra_warnings" = 'all' SET my.own = 'it''s'
    SET TimeZone = 'UTC' SET datestyle = 'ISO, DMY'
    AS $body$ begin b := $$ $_$ $$; c := 1; end $body$;
CREATE FUNCTION many() RETURNS SETOF int LANGUAGE sql IMMUTABLE ROWS 5 PARALLEL RESTRICTED SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION as_table(x anyelement, "Odd Arg" anyarray) RETURNS TABLE (a anyelement, "b b" text) LANGUAGE sql ROWS 1000
    AS $$ SELECT $1, 'x'::text $$;
CREATE FUNCTION "Odd ""Schema"."Odd Function"("A b" kind, kind[]) RETURNS "char" LANGUAGE sql AS $$ SELECT 'a'::"char" $$;
CREATE FUNCTION cheap(int) RETURNS int LANGUAGE internal COST 2 AS 'int4abs';
CREATE FUNCTION support(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE FUNCTION supported(int, int) RETURNS SETOF int LANGUAGE internal STRICT SUPPORT support AS 'generate_series_int4';
CREATE FUNCTION numbered() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$;
CREATE FUNCTION fired_by_event() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
CREATE FUNCTION in_library(internal) RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION backslashes() RETURNS text LANGUAGE sql AS E'SELECT ''\\n'' /* $function$ */';
CREATE FUNCTION no_body() RETURNS void LANGUAGE sql AS '';
CREATE PROCEDURE called(IN a int, INOUT b text) LANGUAGE plpgsql SET lock_timeout = 0 AS $$ begin b := a; end $$;
COMMENT ON FUNCTION many IS 'many';
COMMENT ON PROCEDURE called IS 'called';
ALTER FUNCTION many OWNER TO "corpus owner";
ALTER PROCEDURE called OWNER TO "corpus owner";
GRANT EXECUTE ON FUNCTION many TO corpus_reader;
REVOKE ALL ON PROCEDURE called FROM PUBLIC;
\if :since14
CREATE TABLE stored (a int PRIMARY KEY, b text);
CREATE FUNCTION returned(a int) RETURNS int LANGUAGE sql RETURN a + 1;
CREATE FUNCTION atomic(x int) RETURNS SETOF stored LANGUAGE sql
    BEGIN ATOMIC INSERT INTO stored VALUES (x, 'it''s; one'); SELECT * FROM stored WHERE a = x; END;
CREATE PROCEDURE nothing() BEGIN ATOMIC END;
CREATE PROCEDURE given_back(IN a int, OUT b int) LANGUAGE plpgsql AS $$ begin b := a; end $$;
COMMENT ON PROCEDURE given_back(int, OUT int) IS 'an argument that only comes back';
GRANT EXECUTE ON PROCEDURE given_back(int, OUT int) TO corpus_reader;
\endif

CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE moving(int4) (
    SFUNC = int4_avg_accum, STYPE = int8[], SSPACE = 100, FINALFUNC = int8_avg, FINALFUNC_MODIFY = SHAREABLE, INITCOND = '{0,0}',
    COMBINEFUNC = int4_avg_combine, PARALLEL = safe, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = int8[],
    MSSPACE = 50, MFINALFUNC = int8_avg, MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '{0,0}');
CREATE AGGREGATE sorted(int4) (SFUNC = int4larger, STYPE = int4, SORTOP = >, PARALLEL = restricted);
CREATE AGGREGATE ordered(float8 ORDER BY anyelement) (
    STYPE = internal, SFUNC = ordered_set_transition, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE ordered_read_only(float8 ORDER BY anyelement) (
    STYPE = internal, SFUNC = ordered_set_transition, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") (
    STYPE = internal, SFUNC = ordered_set_transition_multi, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE serialized(numeric) (
    SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
    SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE FUNCTION step(text, numeric, text, kind) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE "Odd ""Schema"."Named"(x numeric, "Y y" text, kind) (SFUNC = step, STYPE = text, INITCOND = 'it''s');
CREATE FUNCTION step(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE any_number(VARIADIC items anyarray) (SFUNC = step, STYPE = anyelement);
COMMENT ON AGGREGATE counted(*) IS 'counted';
COMMENT ON AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") IS 'hypothetical';
ALTER AGGREGATE moving(int4) OWNER TO "corpus owner";
GRANT EXECUTE ON FUNCTION moving(int4) TO corpus_reader;
GRANT EXECUTE ON FUNCTION ordered(float8, anyelement) TO corpus_reader;
REVOKE EXECUTE ON FUNCTION counted() FROM PUBLIC;
