-- extension citext
-- extension hstore
-- extension pg_trgm
-- extension btree_gist
CREATE TABLE shop.keyword (
    word extensions.citext PRIMARY KEY, attributes extensions.hstore DEFAULT 'a=>1'::extensions.hstore, room integer, during tsrange,
    EXCLUDE USING gist (room WITH OPERATOR(pg_catalog.=), during WITH &&));
CREATE INDEX keyword_similar ON shop.keyword USING gin ((word::text) extensions.gin_trgm_ops);
CREATE INDEX keyword_near ON shop.keyword USING gist ((word::text) extensions.gist_trgm_ops (siglen = 32));
INSERT INTO shop.keyword (word, attributes, room, during)
SELECT 'Word ' || i, extensions.hstore(ARRAY['k' || i, 'n'], ARRAY['v"' || i, NULL]), i, tsrange(timestamp '2024-01-01', timestamp '2024-01-02')
FROM generate_series(1, 200) i;
CREATE FUNCTION shop.similar_words(word text) RETURNS SETOF shop.keyword LANGUAGE sql STABLE AS
    'SELECT * FROM shop.keyword k WHERE k.word::text OPERATOR(extensions.%) $1';
ALTER FUNCTION shop.similar_words(text) DEPENDS ON EXTENSION pg_trgm;
