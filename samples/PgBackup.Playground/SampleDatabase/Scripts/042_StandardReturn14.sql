-- since 14
CREATE FUNCTION shop.twice(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a * 2;
CREATE PROCEDURE shop.next_numbers(OUT first bigint, OUT second bigint) LANGUAGE plpgsql AS $$
BEGIN
    first := nextval('shop.untouched');
    second := nextval('shop.untouched');
END
$$;
