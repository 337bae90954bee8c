-- Operators, their families and classes, access methods.
CREATE TYPE number;
CREATE FUNCTION number_in(cstring) RETURNS number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION number_out(number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE number (INPUT = number_in, OUTPUT = number_out, LIKE = int4);
CREATE FUNCTION eq(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE FUNCTION ne(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4ne';
CREATE FUNCTION lt(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION le(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION gt(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE FUNCTION ge(number, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION lt(number, int4) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION compare(number, number) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION compare(number, int4) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION hash(number) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'hashint4';

CREATE OPERATOR = (
    FUNCTION = eq, LEFTARG = number, RIGHTARG = number, COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR <> (
    FUNCTION = ne, LEFTARG = number, RIGHTARG = number, COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR < (FUNCTION = lt, LEFTARG = number, RIGHTARG = number, COMMUTATOR = >, NEGATOR = >=);
CREATE OPERATOR > (FUNCTION = gt, LEFTARG = number, RIGHTARG = number, COMMUTATOR = <, NEGATOR = <=);
CREATE OPERATOR <= (FUNCTION = le, LEFTARG = number, RIGHTARG = number, COMMUTATOR = >=, NEGATOR = >);
CREATE OPERATOR >= (FUNCTION = ge, LEFTARG = number, RIGHTARG = number, COMMUTATOR = <=, NEGATOR = <);
CREATE OPERATOR < (FUNCTION = lt, LEFTARG = number, RIGHTARG = int4);
CREATE OPERATOR "Odd ""Schema".@#@ (FUNCTION = int8inc, RIGHTARG = int8);
COMMENT ON OPERATOR "Odd ""Schema".@#@ (NONE, int8) IS 'a prefix';
ALTER OPERATOR "Odd ""Schema".@#@ (NONE, int8) OWNER TO "corpus owner";
CREATE OPERATOR "Odd ""Schema".===> (FUNCTION = eq, LEFTARG = number, RIGHTARG = number, COMMUTATOR = OPERATOR("Odd ""Schema".<===));
\if :since14
\else
CREATE OPERATOR #@# (FUNCTION = int8inc, LEFTARG = int8);
COMMENT ON OPERATOR #@# (int8, NONE) IS 'a postfix';
\endif

CREATE OPERATOR FAMILY "Odd ""Schema".family USING btree;
ALTER OPERATOR FAMILY "Odd ""Schema".family USING btree OWNER TO "corpus owner";
COMMENT ON OPERATOR FAMILY "Odd ""Schema".family USING btree IS 'a family';
CREATE OPERATOR FAMILY childless USING gin;
CREATE OPERATOR CLASS ordering DEFAULT FOR TYPE number USING btree FAMILY "Odd ""Schema".family AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 compare(number, number), FUNCTION 2 btint4sortsupport(internal);
ALTER OPERATOR FAMILY "Odd ""Schema".family USING btree ADD OPERATOR 1 < (number, int4), FUNCTION 1 compare(number, int4);
-- In families of the server and of an extension.
CREATE FUNCTION lt(int8, number) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int84lt';
CREATE FUNCTION compare(int8, number) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint84cmp';
CREATE OPERATOR < (FUNCTION = lt, LEFTARG = int8, RIGHTARG = number);
ALTER OPERATOR FAMILY pg_catalog.integer_ops USING btree ADD OPERATOR 1 < (int8, number), FUNCTION 1 compare(int8, number);
CREATE EXTENSION citext;
CREATE FUNCTION "Odd ""Schema".lt(number, citext) RETURNS bool LANGUAGE sql IMMUTABLE STRICT AS 'SELECT true';
CREATE OPERATOR "Odd ""Schema".< (FUNCTION = "Odd ""Schema".lt, LEFTARG = number, RIGHTARG = citext);
ALTER OPERATOR FAMILY citext_ops USING btree ADD OPERATOR 1 "Odd ""Schema".< (number, citext);
CREATE OPERATOR CLASS "By Hash" FOR TYPE number USING hash AS OPERATOR 1 =, FUNCTION 1 hash(number);
COMMENT ON OPERATOR CLASS "By Hash" USING hash IS 'a class';
ALTER OPERATOR CLASS "By Hash" USING hash OWNER TO "corpus owner";
CREATE OPERATOR CLASS memberless FOR TYPE point USING gist AS STORAGE box;
CREATE OPERATOR CLASS storing_itself FOR TYPE int4 USING hash AS STORAGE int4;
CREATE OPERATOR CLASS near FOR TYPE point USING gist AS
    OPERATOR 15 <-> (point, point) FOR ORDER BY pg_catalog.float_ops,
    FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
    FUNCTION 8 (point, point) gist_point_distance(internal, point, smallint, oid, internal), STORAGE box;
CREATE OPERATOR CLASS elements FOR TYPE int4[] USING gin FAMILY childless AS
    OPERATOR 1 && (anyarray, anyarray), OPERATOR 2 @> (anyarray, anyarray),
    FUNCTION 1 btint4cmp(int4, int4), FUNCTION 2 ginarrayextract(anyarray, internal, internal),
    FUNCTION 3 ginqueryarrayextract(anyarray, internal, int2, internal, internal, internal, internal),
    FUNCTION 4 ginarrayconsistent(internal, int2, anyarray, int4, internal, internal, internal, internal), STORAGE int4;
CREATE TABLE indexed (a number, b point, c int4[]);
CREATE INDEX by_class ON indexed USING hash (a "By Hash");
CREATE INDEX by_elements ON indexed USING gin (c elements);
CREATE INDEX by_default ON indexed (a);

CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD "Gist Too" TYPE INDEX HANDLER gisthandler;
COMMENT ON ACCESS METHOD heap_too IS 'stores tables';
CREATE TABLE stored_too (a int) USING heap_too;
CREATE OPERATOR CLASS boxes DEFAULT FOR TYPE box USING "Gist Too" AS
    OPERATOR 1 <<, OPERATOR 3 &&, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
    FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
    FUNCTION 7 gist_box_same(box, box, internal);
