CREATE TYPE shop.order_state AS ENUM ('draft', 'placed', 'paid', 'shipped', 'done');
ALTER TYPE shop.order_state ADD VALUE 'packed' BEFORE 'shipped';
ALTER TYPE shop.order_state ADD VALUE 'can''celled' AFTER 'done';
CREATE TYPE shop.payment_method AS ENUM ('card', 'transfer', 'cash', 'voucher');
CREATE TYPE shop.nothing AS ENUM ();
CREATE TYPE hr.weekday AS ENUM ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');

CREATE TYPE shop.money_amount AS (amount numeric(12, 2), currency character(3));
CREATE TYPE shop.address AS (street text COLLATE "C", city text, zip character varying(12), location point);
CREATE TYPE shop.dimensions AS (width real, height real, depth real, was_dropped int);
ALTER TYPE shop.dimensions DROP ATTRIBUTE was_dropped;
CREATE TYPE shop.delivery AS (target shop.address, cost shop.money_amount, days integer[]);
CREATE TYPE shop.no_attributes AS ();
CREATE TYPE hr.skill_row AS (id integer, name text, level smallint);

CREATE DOMAIN shop.email AS text COLLATE "C" CONSTRAINT email_has_at CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$');
CREATE DOMAIN shop.quantity AS integer DEFAULT 1 NOT NULL CONSTRAINT quantity_positive CHECK (VALUE > 0);
CREATE DOMAIN shop.small_quantity AS shop.quantity CONSTRAINT quantity_small CHECK (VALUE <= 1000);
CREATE DOMAIN shop.labels AS text[] DEFAULT '{}' CHECK (cardinality(VALUE) <= 10);
CREATE DOMAIN shop.percentage AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
ALTER DOMAIN shop.percentage ADD CONSTRAINT percentage_is_round CHECK (VALUE * 4 = trunc(VALUE * 4)) NOT VALID;

CREATE FUNCTION shop.time_of_day_difference(later time, earlier time) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT extract(epoch FROM (later - earlier))::double precision';
CREATE TYPE shop.opening_hours AS RANGE (subtype = time, subtype_diff = shop.time_of_day_difference);
CREATE TYPE shop.name_span AS RANGE (subtype = text, collation = "C");
