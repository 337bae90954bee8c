-- What artifacts made on PostgreSQL 18 hold besides source.sql. It is never changed.
CREATE TABLE shop.eighteen (
    a int CONSTRAINT has_a NOT NULL,
    b int GENERATED ALWAYS AS (a * 2) VIRTUAL,
    m int4multirange COMPRESSION default,
    UNIQUE NULLS NOT DISTINCT (m)
);
INSERT INTO shop.eighteen VALUES (1, DEFAULT, '{[1,3),[5,8)}'), (2, DEFAULT, '{}');
CREATE VIEW shop.eighteen_view WITH (security_invoker = true) AS SELECT a, b FROM shop.eighteen;
CREATE FUNCTION shop.twice(a int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT a * 2; END;
