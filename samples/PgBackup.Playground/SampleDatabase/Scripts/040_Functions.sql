CREATE SEQUENCE shop.invoice_number AS bigint START WITH 100000 INCREMENT BY 1 CACHE 20;
CREATE SEQUENCE shop.countdown AS integer INCREMENT BY -5 MINVALUE -1000 MAXVALUE 1000 START WITH 1000;
CREATE SEQUENCE shop.dice AS smallint MINVALUE 1 MAXVALUE 6 CYCLE;
CREATE SEQUENCE shop.untouched;
SELECT setval('shop.invoice_number', 123456), setval('shop.countdown', 500, false), setval('shop.dice', 6);

CREATE FUNCTION shop.next_invoice() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'INV-' || nextval('shop.invoice_number')
$$;

CREATE FUNCTION shop.slug(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS
    $body$SELECT trim(both '-' FROM regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g')) /* $$ inside */$body$;

CREATE FUNCTION shop.gross(net numeric, rate numeric DEFAULT 0.19, VARIADIC discounts numeric[] DEFAULT '{}') RETURNS numeric
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET work_mem = '8MB' SET search_path = pg_catalog, shop AS $$
DECLARE
    result numeric := net * (1 + rate);
    discount numeric;
BEGIN
    FOREACH discount IN ARRAY discounts LOOP
        result := result - discount;
    END LOOP;
    RETURN result;
END;
$$;

CREATE FUNCTION shop.split_name(full_name text, OUT first_name text, OUT last_name text) LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    first_name := split_part(full_name, ' ', 1);
    last_name := substr(full_name, length(first_name) + 2);
END
$$;

CREATE FUNCTION shop.numbers(upto integer) RETURNS TABLE (n integer, square bigint) LANGUAGE sql IMMUTABLE ROWS 50 AS
    'SELECT i, i::bigint * i FROM generate_series(1, upto) i';

CREATE FUNCTION shop.same(a anyelement, b anyelement) RETURNS boolean LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT AS
    'SELECT a IS NOT DISTINCT FROM b';
CREATE FUNCTION shop.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower(a) = lower(b)';

CREATE FUNCTION shop.owner_of_session() RETURNS name LANGUAGE sql SECURITY DEFINER STABLE SET search_path = '' AS 'SELECT session_user';

CREATE PROCEDURE shop.close_orders(before timestamptz, INOUT closed integer DEFAULT 0) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE shop."order" SET state = 'done' WHERE state = 'shipped' AND placed_at < before;
    GET DIAGNOSTICS closed = ROW_COUNT;
END
$$;
CREATE PROCEDURE audit.noop() LANGUAGE sql SECURITY DEFINER AS '';

CREATE FUNCTION shop.as_numeric(value shop.money_amount) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT (value).amount';
CREATE CAST (shop.money_amount AS numeric) WITH FUNCTION shop.as_numeric(shop.money_amount) AS ASSIGNMENT;
CREATE CAST (shop.dimensions AS text) WITH INOUT AS IMPLICIT;

CREATE FUNCTION shop.add_money(a shop.money_amount, b shop.money_amount) RETURNS shop.money_amount LANGUAGE sql IMMUTABLE AS
    'SELECT ((a).amount + (b).amount, coalesce((a).currency, (b).currency))::shop.money_amount';
CREATE FUNCTION shop.money_less(a shop.money_amount, b shop.money_amount) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    'SELECT (a).amount < (b).amount';
CREATE FUNCTION shop.money_greater(a shop.money_amount, b shop.money_amount) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    'SELECT (a).amount > (b).amount';
CREATE OPERATOR shop.+ (FUNCTION = shop.add_money, LEFTARG = shop.money_amount, RIGHTARG = shop.money_amount, COMMUTATOR = OPERATOR(shop.+));
CREATE OPERATOR shop.<# (FUNCTION = shop.money_less, LEFTARG = shop.money_amount, RIGHTARG = shop.money_amount,
    COMMUTATOR = OPERATOR(shop.>#), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR shop.># (FUNCTION = shop.money_greater, LEFTARG = shop.money_amount, RIGHTARG = shop.money_amount,
    COMMUTATOR = OPERATOR(shop.<#));
CREATE FUNCTION shop.negate_flag(a boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT a';
CREATE OPERATOR shop.!~! (FUNCTION = shop.negate_flag, RIGHTARG = boolean);

CREATE AGGREGATE shop.total(shop.money_amount) (SFUNC = shop.add_money, STYPE = shop.money_amount, INITCOND = '(0,)', PARALLEL = SAFE,
    COMBINEFUNC = shop.add_money);
CREATE AGGREGATE shop.moving_total(bigint) (SFUNC = int8pl, STYPE = bigint, INITCOND = '0', MSFUNC = int8pl, MINVFUNC = int8mi,
    MSTYPE = bigint, MINITCOND = '0', SSPACE = 8);
CREATE AGGREGATE shop.smallest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = OPERATOR(pg_catalog.<));
CREATE AGGREGATE shop.count_all(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');

CREATE FUNCTION audit.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE FUNCTION audit.log_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO audit.change_log (relation, operation, arguments) VALUES (TG_RELID::regclass::text, TG_OP, TG_ARGV);
    RETURN NULL;
END
$$;
CREATE FUNCTION audit.do_nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
