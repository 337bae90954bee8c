-- Procedural languages, transforms, collations and conversions.
CREATE TYPE composite AS (a int);
CREATE LANGUAGE plain HANDLER plpgsql_call_handler;
CREATE TRUSTED LANGUAGE "Odd Language" HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE plain IS 'a language';
ALTER LANGUAGE "Odd Language" OWNER TO "corpus owner";
GRANT USAGE ON LANGUAGE "Odd Language" TO corpus_reader;
CREATE FUNCTION spoken() RETURNS int LANGUAGE "Odd Language" AS 'begin return 1; end';
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;

CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
CREATE FUNCTION to_sql(internal) RETURNS composite LANGUAGE internal IMMUTABLE AS 'record_recv';
CREATE TRANSFORM FOR composite LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql(internal), TO SQL WITH FUNCTION to_sql(internal));
CREATE TRANSFORM FOR composite LANGUAGE "Odd Language" (FROM SQL WITH FUNCTION from_sql(internal));
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
COMMENT ON TRANSFORM FOR composite LANGUAGE plpgsql IS 'a transform';
CREATE FUNCTION transformed(composite) RETURNS composite LANGUAGE plpgsql TRANSFORM FOR TYPE composite AS 'begin return null; end';

CREATE COLLATION plain (provider = libc, locale = 'C');
CREATE COLLATION "Odd ""Schema".two (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION "Odd Collation" (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
CREATE COLLATION icu (provider = icu, locale = 'en-US');
COMMENT ON COLLATION plain IS 'a collation';
ALTER COLLATION "Odd Collation" OWNER TO "corpus owner";
CREATE TABLE collated (a text COLLATE "Odd Collation", b varchar(5) COLLATE "Odd ""Schema".two);
\if :since16
CREATE COLLATION with_rules (provider = icu, locale = 'und', rules = '&V << w <<< W');
\endif
\if :since17
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
\endif

CREATE DEFAULT CONVERSION "Odd ""Schema".to_utf8 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION "Odd Conversion" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION "Odd Conversion" IS 'a conversion';
ALTER CONVERSION "Odd Conversion" OWNER TO "corpus owner";
