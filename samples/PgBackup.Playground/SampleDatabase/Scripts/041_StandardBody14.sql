-- since 14
-- one statement
CREATE FUNCTION shop.net(gross numeric, rate numeric DEFAULT 0.19) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT 1;
    SELECT gross / (1 + rate);
END
