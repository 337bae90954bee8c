-- Types of all kinds.
CREATE TYPE color AS ENUM ('red', 'green', 'it''s', E'back\\slash', '', 'größer');
ALTER TYPE color ADD VALUE 'first' BEFORE 'red';
ALTER TYPE color OWNER TO "corpus owner";
COMMENT ON TYPE color IS 'colors';
REVOKE USAGE ON TYPE color FROM PUBLIC;
GRANT USAGE ON TYPE color TO corpus_reader WITH GRANT OPTION;
CREATE TYPE "Odd ""Schema".empty AS ENUM ();

CREATE TYPE composite AS (a int, "B b" text COLLATE "C", c color[], d varchar(10), e numeric(10, 2)[], dropped int, "select" bit(3));
ALTER TYPE composite DROP ATTRIBUTE dropped;
COMMENT ON COLUMN composite."B b" IS 'an attribute';
COMMENT ON TYPE composite IS 'attributes';
CREATE TYPE no_attributes AS ();
CREATE TYPE nested AS (x composite, y composite[]);
ALTER TYPE nested OWNER TO "corpus owner";

CREATE DOMAIN checked AS varchar(20) COLLATE "C" NOT NULL DEFAULT 'it''s'
    CONSTRAINT z_later CHECK (VALUE <> 'bad') CONSTRAINT "A first" CHECK (length(VALUE) > 0);
COMMENT ON DOMAIN checked IS 'checked';
COMMENT ON CONSTRAINT "A first" ON DOMAIN checked IS 'not empty';
ALTER DOMAIN checked ADD CONSTRAINT unchecked CHECK (VALUE <> 'old') NOT VALID;
COMMENT ON CONSTRAINT unchecked ON DOMAIN checked IS 'not valid';
CREATE DOMAIN of_domain AS checked[] DEFAULT NULL;
CREATE DOMAIN of_composite AS composite CHECK ((VALUE).a > 0);
CREATE DOMAIN "Odd ""Schema".plain AS timestamp(3) with time zone DEFAULT now();
ALTER DOMAIN of_domain OWNER TO "corpus owner";
GRANT ALL ON DOMAIN of_domain TO corpus_reader;
CREATE DOMAIN required AS int CONSTRAINT has_value NOT NULL;
CREATE DOMAIN unnamed_required AS int NOT NULL;
\if :since17
COMMENT ON CONSTRAINT has_value ON DOMAIN required IS 'a name for NOT NULL';
\endif

-- The check needs a function that needs the domain.
CREATE DOMAIN in_ring AS int;
CREATE FUNCTION takes_in_ring(in_ring) RETURNS bool LANGUAGE sql AS 'SELECT true';
ALTER DOMAIN in_ring ADD CONSTRAINT ring CHECK (takes_in_ring(VALUE));
COMMENT ON CONSTRAINT ring ON DOMAIN in_ring IS 'added later';

CREATE FUNCTION difference(float8, float8) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT $1 - $2';
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = difference);
CREATE TYPE "Odd ""Schema"."Text Range" AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
CREATE TYPE canonical_range;
CREATE FUNCTION canonical(canonical_range) RETURNS canonical_range LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE canonical_range AS RANGE (subtype = int4, canonical = canonical, subtype_diff = int4range_subdiff);
COMMENT ON TYPE canonical_range IS 'canonical';
ALTER TYPE canonical_range OWNER TO "corpus owner";
CREATE FUNCTION of_ranges(canonical_range, float_range[]) RETURNS canonical_range LANGUAGE sql AS 'SELECT $1';
CREATE VIEW constructed AS SELECT canonical_range(1, 2) AS x;
\if :since14
CREATE TYPE dated AS RANGE (subtype = date, multirange_type_name = "Odd ""Schema"."Dated Ranges");
COMMENT ON TYPE "Odd ""Schema"."Dated Ranges" IS 'a multirange';
CREATE FUNCTION of_multirange("Odd ""Schema"."Dated Ranges"[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW multi_constructed AS SELECT "Dated Ranges"(dated('2020-01-01', '2021-01-01')) AS x;
CREATE DOMAIN of_multirange AS "Odd ""Schema"."Dated Ranges";
GRANT USAGE ON TYPE dated TO corpus_reader;
\endif

CREATE TYPE never_completed;
COMMENT ON TYPE never_completed IS 'a shell';
ALTER TYPE never_completed OWNER TO "corpus owner";

CREATE TYPE base;
CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION base_receive(internal) RETURNS base LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION base_send(base) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE FUNCTION base_typmod_in(cstring[]) RETURNS int4 LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION base_typmod_out(int4) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE base (
    INPUT = base_in, OUTPUT = base_out, RECEIVE = base_receive, SEND = base_send, TYPMOD_IN = base_typmod_in,
    TYPMOD_OUT = base_typmod_out, ANALYZE = array_typanalyze, CATEGORY = 'S', PREFERRED = true, DEFAULT = 'it''s', DELIMITER = ';',
    ALIGNMENT = double, STORAGE = extended, COLLATABLE = true);
COMMENT ON TYPE base IS 'base';
ALTER TYPE base OWNER TO "corpus owner";
GRANT USAGE ON TYPE base TO corpus_reader;
CREATE TABLE of_base (a base(5)[], b base);
CREATE TYPE "Odd ""Schema"."Fixed";
CREATE FUNCTION fixed_in(cstring) RETURNS "Odd ""Schema"."Fixed" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION fixed_out("Odd ""Schema"."Fixed") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE "Odd ""Schema"."Fixed" (
    INPUT = fixed_in, OUTPUT = fixed_out, INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4, CATEGORY = 'x');
CREATE TYPE like_name;
CREATE FUNCTION like_name_in(cstring) RETURNS like_name LANGUAGE internal IMMUTABLE STRICT AS 'namein';
CREATE FUNCTION like_name_out(like_name) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'nameout';
CREATE TYPE like_name (INPUT = like_name_in, OUTPUT = like_name_out, LIKE = name);
\if :since14
CREATE TYPE subscripted;
CREATE FUNCTION subscripted_in(cstring) RETURNS subscripted LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION subscripted_out(subscripted) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE subscripted (
    INPUT = subscripted_in, OUTPUT = subscripted_out, INTERNALLENGTH = 16, ALIGNMENT = double, STORAGE = plain, ELEMENT = float8,
    SUBSCRIPT = raw_array_subscript_handler);
\endif

CREATE CAST (like_name AS text) WITH INOUT AS ASSIGNMENT;
CREATE CAST ("Odd ""Schema"."Fixed" AS int4) WITHOUT FUNCTION AS IMPLICIT;
CREATE FUNCTION to_composite(color) RETURNS composite LANGUAGE sql AS 'SELECT NULL::public.composite';
CREATE CAST (color AS composite) WITH FUNCTION to_composite(color);
COMMENT ON CAST (color AS composite) IS 'a cast';
