-- Schemas and extensions.
CREATE SCHEMA owned AUTHORIZATION "corpus owner";
COMMENT ON SCHEMA owned IS E'it''s a \\ comment\nof two lines';
CREATE SCHEMA "select";
GRANT USAGE ON SCHEMA "select" TO corpus_reader WITH GRANT OPTION;
REVOKE ALL ON SCHEMA owned FROM "corpus owner";
CREATE SCHEMA U&"new\000Aline; DROP TABLE x; --";

COMMENT ON SCHEMA public IS 'not the standard one';
ALTER SCHEMA public OWNER TO "corpus owner";
GRANT CREATE ON SCHEMA public TO corpus_reader;

CREATE EXTENSION citext;
CREATE EXTENSION hstore WITH SCHEMA "Odd ""Schema";
REVOKE EXECUTE ON FUNCTION citextin(cstring) FROM PUBLIC;
COMMENT ON EXTENSION citext IS 'a comment of my own';

CREATE FUNCTION of_hstore("Odd ""Schema".hstore, citext[]) RETURNS citext LANGUAGE sql AS 'SELECT NULL::public.citext';
ALTER FUNCTION of_hstore DEPENDS ON EXTENSION hstore;
