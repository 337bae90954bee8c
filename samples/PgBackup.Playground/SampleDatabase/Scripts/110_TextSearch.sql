CREATE TEXT SEARCH DICTIONARY shop.plain_words (TEMPLATE = pg_catalog.simple, stopwords = english, accept = false);
CREATE TEXT SEARCH DICTIONARY shop.stems (TEMPLATE = snowball, language = german);
CREATE TEXT SEARCH CONFIGURATION shop.products (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION shop.products ALTER MAPPING FOR asciiword, word WITH shop.plain_words, shop.stems, simple;
ALTER TEXT SEARCH CONFIGURATION shop.products DROP MAPPING FOR email, url;
CREATE TEXT SEARCH CONFIGURATION shop.nothing_mapped (PARSER = pg_catalog."default");
COMMENT ON TEXT SEARCH CONFIGURATION shop.products IS 'words of products';
