CREATE TABLE scan (id integer PRIMARY KEY, content oid NOT NULL);
INSERT INTO scan
SELECT i, lo_from_bytea(0, (SELECT string_agg(sha512((i::bigint * 10000 + n)::text::bytea), '') FROM generate_series(1, 400 + i % 1600) n))
FROM generate_series(1, (14000 * {gb})::int) i;
