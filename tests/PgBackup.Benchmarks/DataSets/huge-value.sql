CREATE TABLE film (id integer PRIMARY KEY, title text NOT NULL, body bytea, script text);
ALTER TABLE film ALTER body SET STORAGE EXTERNAL, ALTER script SET STORAGE EXTERNAL;
INSERT INTO film SELECT i, 'short ' || i, sha512(i::text::bytea), NULL FROM generate_series(1, 100000) i;
INSERT INTO film VALUES (0, 'long', NULL, (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 500 * 32768) i));
